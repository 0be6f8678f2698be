// The file is opened only to be held by the constructor that it is handed to.
using System;
using System.IO;

namespace Agents.Guard;

public sealed class AgentLock : IDisposable
{
    private readonly FileStream _stream;

    private AgentLock(FileStream stream) => _stream = stream;

    public static AgentLock Take(string lockPath) =>
        new AgentLock(new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, {|LOCK1007:FileShare.Read|}));

    public void Dispose() => _stream.Dispose();
}
