// Right: the file's existence is the lock, so deleting it is the release.
using System;
using System.IO;
using System.Threading;

namespace ValidCode.LOCK3007;

public sealed class ExistenceLock : IDisposable
{
    private readonly string _path;
    private ExistenceLock(string path) => _path = path;

    public static ExistenceLock? TryCreate(string path, TimeSpan patience)
    {
        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                using (new FileStream(path, FileMode.CreateNew, FileAccess.Write)) { }
                return new ExistenceLock(path);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (Environment.TickCount64 >= deadline)
                    return null;
                Thread.Sleep(25);
            }
        }
    }

    public void Dispose() => File.Delete(_path);
}
