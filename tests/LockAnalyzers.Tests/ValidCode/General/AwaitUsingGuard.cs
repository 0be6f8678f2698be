// Right: the caller takes the guard with await using; the guard releases and closes.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.General;

public sealed class AsyncGuard : IAsyncDisposable
{
    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int op);

    private readonly SafeFileHandle _fd;
    private AsyncGuard(SafeFileHandle fd) => _fd = fd;

    public static async ValueTask<AsyncGuard> EnterAsync(string path)
    {
        var fd = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        int rc = await Task.Run(() => flock(fd, 2)).ConfigureAwait(false);
        if (rc != 0)
        {
            fd.Dispose();
            throw new IOException("flock");
        }
        return new AsyncGuard(fd);
    }

    public ValueTask DisposeAsync()
    {
        flock(_fd, 8);
        _fd.Dispose();
        return default;
    }
}

public static class Jobs
{
    public static async Task RunAsync(string path, Func<Task> job)
    {
        await using var guard = await AsyncGuard.EnterAsync(path);
        await job();
    }
}
