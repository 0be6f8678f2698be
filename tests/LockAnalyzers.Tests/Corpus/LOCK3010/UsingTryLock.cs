// The using closes the file on the way out: who is told true holds nothing.
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Crawlers.Frontier;

public sealed class FrontierGate
{
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle fd, int operation);

    private readonly string _path;

    public FrontierGate(string path) => _path = path;

    public bool TryLock()
    {
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        return {|LOCK3010:flock(file.SafeFileHandle, LOCK_EX | LOCK_NB)|} == 0;
    }
}
