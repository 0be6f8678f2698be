namespace LockAnalyzers.Recognition.Apis;

/// <summary>How much of a file a call reads or writes.</summary>
internal enum TransferSize
{
    /// <summary>As much as the argument that counts says, or as long as the buffer is.</summary>
    Counted,

    /// <summary>One byte.</summary>
    Byte,

    /// <summary>As much as the type of the value takes.</summary>
    Typed,

    /// <summary>A text or an object: how many bytes nobody knows, but hardly ever one.</summary>
    Content,

    /// <summary>Everything up to the end of the file.</summary>
    ToEnd,
}
