// The same append, awaited.
using System;
using System.IO;
using System.Threading.Tasks;

namespace AsyncEnds;

public sealed class AsyncEnds
{
    private readonly FileStream _journal;

    public AsyncEnds(FileStream journal) => _journal = journal;

    public async Task AppendAsync(ReadOnlyMemory<byte> entry)
    {
        long before = _journal.Length;
        _journal.Lock({|LOCK2004:0, before|});
        try
        {
            _journal.Seek(0, SeekOrigin.End);
            await _journal.WriteAsync(entry);
            await _journal.FlushAsync();
        }
        finally
        {
            _journal.Unlock(0, before);
        }
    }
}
