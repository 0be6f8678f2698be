using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>
/// The order of the source: by file path, then by position. Messages and additional locations follow it, so that they do not depend on the
/// order in which files are compiled or threads finish.
/// </summary>
internal static class SourceOrder
{
    public static IEnumerable<LockCallFacts> InSourceOrder(this IEnumerable<LockCallFacts> calls) =>
        InSourceOrder(calls, call => call.Site.Syntax);

    public static IEnumerable<T> InSourceOrder<T>(this IEnumerable<T> items, Func<T, SyntaxNode> syntax) =>
        items.OrderBy(item => syntax(item).SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(item => syntax(item).SpanStart);
}
