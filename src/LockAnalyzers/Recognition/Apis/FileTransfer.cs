namespace LockAnalyzers.Recognition.Apis;

/// <summary>What a call transfers between a file and memory.</summary>
/// <param name="Size">How its size is told.</param>
/// <param name="IsWrite">True when it changes the file.</param>
/// <param name="File">The ordinal of the handle, stream or path; -1 for the object the method is called on.</param>
/// <param name="Count">The ordinal of the argument that counts the bytes, or that holds them.</param>
/// <param name="At">The ordinal of the position in the file, where the call names one.</param>
internal sealed record FileTransfer(TransferSize Size, bool IsWrite, int File = -1, int? Count = null, int? At = null)
{
    /// <summary>True when <see cref="File"/> is a path: the call opens the file itself, at its start.</summary>
    public bool ByPath { get; init; }

    /// <summary>True when the call writes behind the end of the file.</summary>
    public bool Appends { get; init; }
}
