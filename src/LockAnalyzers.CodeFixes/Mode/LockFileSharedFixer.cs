using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Syntax;
using LockAnalyzers.Rules.Mode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Mode;

/// <summary>LOCK1007: shares the lock file with nobody.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LockFileSharedFixer() : LockFixProvider("Use FileShare.None", ShareWithNobody, LockFileShared.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string ShareWithNobody = nameof(ShareWithNobody);

    private protected override CodeEdit? Find(FixContext context, CancellationToken cancellation)
    {
        if (context.Node is not ExpressionSyntax share || Trivia.HasComment(share.WithoutTrivia()))
            return null;

        var named = share
            .DescendantNodesAndSelf()
            .OfType<MemberAccessExpressionSyntax>()
            .FirstOrDefault(access => Calls.NameOf(access.Expression) == nameof(FileShare));
        return named is null
            ? null
            : context.Replacing(share, named.WithName(SyntaxFactory.IdentifierName(nameof(FileShare.None))).WithTriviaFrom(share));
    }
}
