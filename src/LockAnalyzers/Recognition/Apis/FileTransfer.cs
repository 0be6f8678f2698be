using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>What a call transfers between a file and memory.</summary>
/// <param name="Size">How its size is told.</param>
/// <param name="IsWrite">True when it changes the file.</param>
/// <param name="File">The handle, stream or path; <see cref="CallEffect.Instance"/> for the object the method is called on.</param>
/// <param name="Count">The ordinal of the argument that counts the bytes, or that holds them.</param>
/// <param name="At">The ordinal of the position in the file, where the call names one.</param>
internal sealed record FileTransfer(TransferSize Size, bool IsWrite, int File = CallEffect.Instance, int? Count = null, int? At = null)
{
    /// <summary>True when <see cref="File"/> is a path: the call opens the file itself, at its start.</summary>
    public bool ByPath { get; init; }

    /// <summary>True when the call writes behind the end of the file.</summary>
    public bool Appends { get; init; }

    /// <summary>The bytes that a value of a simple type takes in a binary file.</summary>
    public static int? BytesOf(ITypeSymbol type) =>
        type.SpecialType switch
        {
            SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Boolean => 1,
            SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
            SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
            SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
            SpecialType.System_Decimal => 16,
            _ => null,
        };
}
