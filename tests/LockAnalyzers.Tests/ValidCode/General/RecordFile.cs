// One record is locked while it is changed, and positional reads and writes stay inside it.
using System;
using System.IO;

namespace Ledger;

/// <summary>Fixed-size records, each locked on its own while it is changed.</summary>
public sealed class RecordFile : IDisposable
{
    public const int RecordSize = 64;

    private readonly FileStream _file;

    public RecordFile(string path) =>
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    public void Change(long index, SpanAction change)
    {
        var start = index * RecordSize;
        _file.Lock(start, RecordSize);
        try
        {
            Span<byte> record = stackalloc byte[RecordSize];
            RandomAccess.Read(_file.SafeFileHandle, record, start);
            change(record);
            RandomAccess.Write(_file.SafeFileHandle, record, start);
        }
        finally
        {
            _file.Unlock(start, RecordSize);
        }
    }

    public void Dispose() => _file.Dispose();

    public delegate void SpanAction(Span<byte> record);
}
