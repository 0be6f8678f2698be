using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1007: shares the lock file with nobody.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LockFileSharedFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string ShareWithNobody = nameof(ShareWithNobody);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(LockFileShared.Id);

    private protected override string Title => "Use FileShare.None";

    private protected override string Key => ShareWithNobody;

    private protected override CodeEdit? Find(FixContext fault, CancellationToken cancellation)
    {
        if (
            fault.Node is not ExpressionSyntax share
            || share
                .DescendantNodesAndSelf()
                .OfType<MemberAccessExpressionSyntax>()
                .FirstOrDefault(a => a.Expression.ToString().EndsWith("FileShare", StringComparison.Ordinal))
                is not { } named
            || Trivia.HasComment(share.WithoutTrivia())
        )
        {
            return null;
        }

        var none = named.WithName(SyntaxFactory.IdentifierName("None")).WithTriviaFrom(share);
        return fault.Replacing(share, none);
    }
}
