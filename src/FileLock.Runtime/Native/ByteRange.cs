namespace FileLocking.Native;

/// <summary>A run of bytes in 64 bits; length 0 means to the end of all addressable bytes.</summary>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Every byte that the file has or will have.</summary>
    public static ByteRange Whole => default;
}
