using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FileLocking.Tests;

/// <summary>
/// A file system in user space over a folder, by <c>mergerfs</c>, whose server can be stopped: every call to it hangs then.
/// </summary>
internal sealed partial class FuseMount : IDisposable
{
    private const int Stopping = 19;
    private const int Continuing = 18;
    private const uint FuseMagic = 0x65735546;

    private readonly Process _server;

    private FuseMount(Process server, string path)
    {
        _server = server;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Mounts one, or skips the test where that cannot be done.</summary>
    public static FuseMount Create(TemporaryFolder folder)
    {
        var below = Directory.CreateDirectory(folder.File("below")).FullName;
        var path = Directory.CreateDirectory(folder.File("mount")).FullName;
        Process? server = null;
        try
        {
            server = Process.Start(
                new ProcessStartInfo("mergerfs", ["-f", below, path]) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("mergerfs is not installed.");
        }
        Eventually.True(() => server.HasExited || IsFuse(path), "the file system is mounted");
        if (server.HasExited)
        {
            server.Dispose();
            Assert.Skip("File systems in user space cannot be mounted here.");
        }
        return new(server, path);
    }

    public void Stop()
    {
        Assert.Equal(0, kill(_server.Id, Stopping));
        Eventually.True(
            () =>
                Directory
                    .EnumerateDirectories($"/proc/{_server.Id}/task")
                    .All(task => File.ReadAllText(System.IO.Path.Combine(task, "stat")).Split(") ")[^1].StartsWith('T')),
            "the server stands still"
        );
    }

    public void Continue() => Assert.Equal(0, kill(_server.Id, Continuing));

    public void Dispose()
    {
        _ = kill(_server.Id, Continuing);
        using (var unmount = Process.Start("umount", ["--lazy", Path]))
        {
            unmount.WaitForExit();
        }
        if (!_server.WaitForExit(Eventually.Bound))
        {
            _server.Kill();
        }
        _server.Dispose();
    }

    private static unsafe bool IsFuse(string path)
    {
        var information = stackalloc long[32];
        return statfs(path, information) == 0 && (uint)information[0] == FuseMagic;
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statfs(string path, long* information);
}
