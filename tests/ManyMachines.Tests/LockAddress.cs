using FileLocking;

namespace ManyMachines.Tests;

/// <summary>What two processes have to agree on.</summary>
/// <param name="Server">A connection string; empty for a file.</param>
/// <param name="Name">The path of the file, or the lock's name on the server.</param>
public sealed record LockAddress(string Server, string Name)
{
    public INamedLock Open() => Server.Length == 0 ? new FileLock(Name) : new PostgresLock(Server, Name);
}
