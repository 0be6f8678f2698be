// The lock goes to the end, wherever that will be when the entry is appended.
using System;
using System.IO;
using System.Threading.Tasks;

namespace ValidCode.LOCK2004;

public sealed class AsyncEnds
{
    private readonly FileStream _journal;

    public AsyncEnds(FileStream journal) => _journal = journal;

    public async Task AppendAsync(ReadOnlyMemory<byte> entry)
    {
        _journal.Lock(0, long.MaxValue);
        try
        {
            _journal.Seek(0, SeekOrigin.End);
            await _journal.WriteAsync(entry);
            await _journal.FlushAsync();
        }
        finally
        {
            _journal.Unlock(0, long.MaxValue);
        }
    }
}
