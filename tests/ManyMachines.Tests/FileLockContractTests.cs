namespace ManyMachines.Tests;

public sealed class FileLockContractTests : ContractTests, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("many-machines-tests-");
    private readonly List<LockAddress> _used = [];

    protected override string? ConnectionString => null;

    public void Dispose() => _folder.Delete(recursive: true);

    protected override LockAddress NewAddress()
    {
        _used.Add(new("", Path.Combine(_folder.FullName, $"{_used.Count}.lock")));
        return _used[^1];
    }

    // The system does not tell: what a test does next may come before the wait, and has to end the same way.
    protected override void SomebodyWaits() { }

    protected override void NothingIsLeft()
    {
        foreach (var address in _used)
        {
            using var held = address.Open().TryAcquire(timeout: Eventually.Bound);
            Assert.NotNull(held);
        }
    }
}
