using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FileLocking;

/// <summary>
/// The line that an exclusive holder writes into its lock file by option: process id and host name, such as <c>708 web-2</c>.
/// </summary>
internal static class HolderRecord
{
    private const int MaxBytes = 512;

    private static readonly byte[] Mine = Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Environment.MachineName}\n")
    );

    /// <summary>Replaces the content with this process's line.</summary>
    public static void Write(OpenFile file, string path) => Replace(file, path, Mine, "record");

    /// <summary>Empties the file.</summary>
    public static void Erase(OpenFile file, string path) => Replace(file, path, [], "erase");

    /// <summary>The holder that the content names, or null where it names none.</summary>
    public static FileLockHolder? Read(SafeFileHandle handle)
    {
        Span<byte> content = stackalloc byte[MaxBytes];
        int count;
        try
        {
            count = RandomAccess.Read(handle, content, fileOffset: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows: the range is locked by somebody else.
            return null;
        }
        var line = Encoding.UTF8.GetString(content[..count]).Split('\n')[0];
        var words = line.Split(' ', 2);
        return words is [{ } id, { } host] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            ? new(processId, host)
            : null;
    }

    private static void Replace(OpenFile file, string path, byte[] content, string step)
    {
        try
        {
            RandomAccess.SetLength(file.Handle, content.Length);
            RandomAccess.Write(file.Handle, content, fileOffset: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            // A full disk, a file that may only be read, a handle that its user has closed: the lock is none the worse for it.
            Telemetry.CleanupFailed(path, step, e.Message);
        }
    }
}
