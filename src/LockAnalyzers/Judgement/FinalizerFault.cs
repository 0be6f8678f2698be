using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>Something that a finalizer must not do.</summary>
/// <param name="Type">The name of the type.</param>
/// <param name="Site">The operation in the finalizer itself that does it, or that calls what does.</param>
/// <param name="Cause">The operation that does it.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Target">The object or file that it does it to; the exception that it throws.</param>
internal sealed record FinalizerFault(string Type, IOperation Site, IOperation Cause, FinalizerFaultKind Kind, string Target);
