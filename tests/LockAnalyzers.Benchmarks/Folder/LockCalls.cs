using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Benchmarks.Folder;

/// <summary>
/// Tells by names which files lock a file. It is rougher than the analyzer, and independent of it: the choice of the files that are
/// measured must not change with the analyzer.
/// </summary>
internal static class LockCalls
{
    private static readonly HashSet<string> NativeFunctions =
    [
        "flock",
        "lockf",
        "fcntl",
        "LockFile",
        "LockFileEx",
        "UnlockFile",
        "UnlockFileEx",
    ];

    /// <summary>The calls of native lock functions and of FileStream.Lock and Unlock.</summary>
    public static IReadOnlyList<SyntaxNode> In(SyntaxTree tree, Compilation compilation)
    {
        SemanticModel? model = null;
        return [.. Calls(tree).Where(IsLockCall)];

        bool IsLockCall(InvocationExpressionSyntax call) =>
            NameOf(call) switch
            {
                "Lock" or "Unlock" => SymbolOf(call) is { ContainingType: { Name: "FileStream", ContainingNamespace.Name: "IO" } },
                var name => NativeFunctions.Contains(name) && SymbolOf(call) is { IsStatic: true },
            };

        ISymbol? SymbolOf(InvocationExpressionSyntax call)
        {
            model ??= compilation.GetSemanticModel(tree);
            var info = model.GetSymbolInfo(call);
            return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        }
    }

    /// <summary>Each FileShare.None: a file that is opened so may be a lock by being open.</summary>
    public static IReadOnlyList<SyntaxNode> ExclusiveOpens(SyntaxTree tree) =>
        [
            .. tree.GetRoot()
                .DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(static access =>
                    access.Name.Identifier.Text == "None" && access.Expression is IdentifierNameSyntax { Identifier.Text: "FileShare" }
                ),
        ];

    /// <summary>How many calls have a name with "lock" in it, whatever they do.</summary>
    public static int SimilarNames(SyntaxTree tree) =>
        Calls(tree).Count(static call => NameOf(call).Contains("lock", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>();

    private static string NameOf(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            SimpleNameSyntax name => name.Identifier.Text,
            MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
            MemberBindingExpressionSyntax access => access.Name.Identifier.Text,
            _ => "",
        };
}
