using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>One difference between a declaration and the native function.</summary>
/// <param name="Kind">How they differ.</param>
/// <param name="Declaration">The declaration.</param>
/// <param name="Native">The row of the table that comes nearest to it.</param>
/// <param name="Place">What is wrong in the source.</param>
internal sealed record DeclarationMismatch(MismatchKind Kind, NativeDeclaration Declaration, NativeSignature Native, Location Place)
{
    /// <summary>The number of the parameter that differs, or that is missing, from 0.</summary>
    public int Parameter { get; init; }

    /// <summary>The name that the code gives to what differs.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the system calls it.</summary>
    public string NativeName { get; init; } = "";

    /// <summary>The place or size that the declaration gives it, in bytes.</summary>
    public int Declared { get; init; }

    /// <summary>The place or size that it has, in bytes.</summary>
    public int Expected { get; init; }

    /// <summary>The size of a pointer, on which places and sizes depend.</summary>
    public int PointerSize { get; init; }

    /// <summary>The structure that differs, or that holds what differs.</summary>
    public ITypeSymbol? Structure { get; init; }
}
