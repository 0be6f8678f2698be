namespace FileLocking.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\0b")]
    public void A_path_that_names_nothing_is_refused_at_once(string? path) =>
        Assert.ThrowsAny<ArgumentException>(() => new FileLock(path!));

    [Fact]
    public void A_missing_directory_is_named_and_not_created()
    {
        string path = Path.Combine(_folder.Path, "missing", "data.lock");
        var error = Assert.Throws<FileLockException>(() => new FileLock(path).Acquire());
        Assert.Equal(("open", path), (error.Operation, error.Path));
        Assert.Contains(path, error.Message);
        Assert.NotEqual(0, error.ErrorCode);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public void A_directory_is_not_a_lock_file()
    {
        var error = Assert.Throws<FileLockException>(() => new FileLock(_folder.Path).TryAcquire());
        Assert.Equal("open", error.Operation);
    }
}
