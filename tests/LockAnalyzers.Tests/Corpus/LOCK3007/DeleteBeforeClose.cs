// The file is deleted right before its stream is unlocked and closed; nobody re-checks the path.
using System;
using System.IO;

namespace Notebooks.Kernel;

public class NotebookSession
{
    private readonly string lockName;
    private FileStream? held;

    public NotebookSession(string folder) { lockName = Path.Combine(folder, "session.lck"); }

    public void Begin()
    {
        var s = new FileStream(lockName, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            s.Lock(0, long.MaxValue);
        }
        catch (IOException)
        {
            s.Dispose();
            throw;
        }
        held = s;
    }

    public void End()
    {
        if (held == null) return;
        {|LOCK3007:File.Delete(lockName)|};
        held.Unlock(0, long.MaxValue);
        held.Dispose();
        held = null;
    }
}
