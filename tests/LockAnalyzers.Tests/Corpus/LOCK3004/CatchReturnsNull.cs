// The catch answers null for a locked file but forgets to dispose the stream.
using System;
using System.IO;

namespace Drafts.Editor;

public static class DraftOpener
{
    public static FileStream? TryOpen(string path)
    {
        var draft = File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            {|LOCK3004:draft.Lock(0, long.MaxValue)|};
            return draft;
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == 33)
        {
            return null;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }
}
