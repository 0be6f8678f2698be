using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Recognition;

/// <summary>A field of a declared structure, or of one nested in it, with its place in the memory that native code sees.</summary>
/// <param name="Symbol">The field.</param>
/// <param name="Offset">The bytes before it.</param>
/// <param name="Size">The bytes that it takes.</param>
internal sealed record DeclaredField(IFieldSymbol Symbol, int Offset, int Size)
{
    /// <summary>The name that the code gives it: that of the property, for the field behind one.</summary>
    public string Name => Symbol.AssociatedSymbol?.Name ?? Symbol.Name;
}
