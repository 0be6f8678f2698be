namespace ManyMachines.Tests;

public sealed class PostgresLockContractTests(PostgresServer server) : ContractTests
{
    private readonly ServerAccount _account = server.NewAccount();

    protected override string? ConnectionString => _account.ConnectionString;

    protected override LockAddress NewAddress() => new(_account.ConnectionString, $"lock {Guid.NewGuid():N}");

    protected override void SomebodyWaits() => _account.WaitsInTheServersQueue();

    protected override void NothingIsLeft() => _account.NothingIsLeft();
}
