// The factory throws explicitly after a successful lock without closing the stream it alone owns.
using System;
using System.IO;

namespace Journals.Exclusive;

public sealed class JournalLease : IDisposable
{
    private readonly FileStream _stream;
    private JournalLease(FileStream stream) => _stream = stream;

    public static JournalLease Open(string path, long minimum)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            {|LOCK3001:stream.Lock(0, long.MaxValue)|};
        }
        catch (IOException)
        {
            stream.Dispose();
            throw;
        }

        if (stream.Length < minimum)
            throw new InvalidDataException("journal too short");

        return new JournalLease(stream);
    }

    public void Dispose()
    {
        _stream.Unlock(0, long.MaxValue);
        _stream.Dispose();
    }
}
