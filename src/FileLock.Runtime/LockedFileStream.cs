namespace FileLocking;

/// <summary>The content of a locked file. It borrows the handle for each call, so that closing it closes nothing else.</summary>
internal sealed class LockedFileStream(FileLockHandle held, bool canWrite) : Stream
{
    private long _position;
    private bool _closed;

    public override bool CanRead => !_closed;

    public override bool CanSeek => !_closed;

    public override bool CanWrite => canWrite && !_closed;

    public override long Length => RandomAccess.GetLength(File());

    public override long Position
    {
        get
        {
            File();
            return _position;
        }
        set
        {
            File();
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        var count = RandomAccess.Read(File(), buffer, _position);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await RandomAccess.ReadAsync(File(), buffer, _position, cancellationToken).ConfigureAwait(false);
        _position += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RandomAccess.Write(Writable(), buffer, _position);
        _position += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await RandomAccess.WriteAsync(Writable(), buffer, _position, cancellationToken).ConfigureAwait(false);
        _position += buffer.Length;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = checked(
            offset
            + origin switch
            {
                SeekOrigin.Begin => 0,
                SeekOrigin.Current => _position,
                SeekOrigin.End => Length,
                _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "Unknown SeekOrigin."),
            }
        );
        if (target < 0)
        {
            throw new IOException("The position would be before the beginning of the file.");
        }
        return Position = target;
    }

    public override void SetLength(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        RandomAccess.SetLength(Writable(), value);
        _position = Math.Min(_position, value);
    }

    public override void Flush()
    {
        // Nothing is buffered here.
    }

    protected override void Dispose(bool disposing) => _closed = true;

    private Microsoft.Win32.SafeHandles.SafeFileHandle File()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return held.SafeFileHandle;
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle Writable() =>
        canWrite ? File() : throw new NotSupportedException("The file was opened for reading.");
}
