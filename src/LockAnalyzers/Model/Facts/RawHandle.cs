using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Model.Facts;

/// <summary>A raw handle or descriptor, taken from an object that may be finalized while the handle is in use.</summary>
/// <param name="Taken">What takes the handle: <c>file.DangerousGetHandle()</c>.</param>
/// <param name="Owner">The object that closes the handle when it is finalized, as the code names it.</param>
/// <param name="OutlivesStatement">
/// The handle is kept in a variable or field, or its owner is lost as soon as the handle is taken.
/// </param>
internal sealed record RawHandle(IOperation Taken, IOperation Owner, bool OutlivesStatement);
