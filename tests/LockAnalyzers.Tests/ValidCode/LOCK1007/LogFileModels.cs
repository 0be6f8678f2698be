// Log files that are opened with FileShare.Read by types called lock: they protect a log's lines, they are no lock files.
using System;
using System.IO;
using System.Text;

namespace ValidCode.LOCK1007;

public abstract class LockingModel
{
    public abstract Stream? AcquireLock();

    public abstract void ReleaseLock();

    protected static Stream CreateStream(string fileName, bool append, FileShare share)
        => new FileStream(fileName, append ? FileMode.Append : FileMode.Create, FileAccess.Write, share);
}

public sealed class KeptOpen : LockingModel
{
    private readonly Stream _log;

    public KeptOpen(string logFileName) => _log = CreateStream(logFileName, append: true, FileShare.Read);

    public override Stream? AcquireLock() => _log;

    public override void ReleaseLock() => _log.Flush();
}

public sealed class OpenedEachTime : LockingModel
{
    private readonly string _logFileName;
    private Stream? _log;

    public OpenedEachTime(string logFileName) => _logFileName = logFileName;

    public override Stream? AcquireLock()
    {
        try
        {
            return _log ??= CreateStream(_logFileName, append: true, FileShare.Read);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public override void ReleaseLock()
    {
        _log?.Dispose();
        _log = null;
    }
}

public static class Appending
{
    public static bool Append(LockingModel model, string line)
    {
        Stream? log = model.AcquireLock();
        if (log is null)
            return false;
        try
        {
            log.Write(Encoding.UTF8.GetBytes(line + "\n"));
            return true;
        }
        finally
        {
            model.ReleaseLock();
        }
    }
}
