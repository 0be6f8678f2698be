using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <summary>Which layer of a writer or stream keeps back what is written until it is flushed.</summary>
internal static class Buffering
{
    /// <summary>
    /// The layer that keeps what is written through a writer: a BinaryWriter passes everything on to the stream beneath it.
    /// </summary>
    public static SymbolicExpression? BufferOf(SymbolicExpression writer) =>
        writer switch
        {
            SymbolicExpression.WrapperStream { Site.Type: var type } over when FileApi.PassesOn(type) => BufferOf(over.Inner),
            SymbolicExpression.OpenedFile { Site: var site } when !Buffers(site) => null,
            SymbolicExpression.WrapperStream { Site: var site } when !Buffers(site) => null,
            _ => writer,
        };

    /// <summary>True for a writer or stream made in sight, with a buffer.</summary>
    public static bool SurelyBuffers(SymbolicExpression writer) =>
        writer is SymbolicExpression.WrapperStream || writer is SymbolicExpression.OpenedFile { Site: var site } && FileApi.IsOpening(site);

    private static bool Buffers(IOperation made) => made is not IObjectCreationOperation creation || !FileApi.IsUnbuffered(creation);
}
