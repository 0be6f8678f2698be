using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Recognition;

/// <summary>A line of the file of wrappers that declares none, and why.</summary>
internal sealed record MalformedLine(TextSpan Span, string Text, string Problem);
