using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement.LockFiles;

/// <summary>A file that is opened only to be held open, because to have it open is the lock.</summary>
/// <param name="Share">What others may do with the file meanwhile, as it is written.</param>
/// <param name="Name">The name that says that the file is a lock.</param>
internal sealed record SharedLockFile(ExpressionSyntax Share, string Name)
{
    private const int Inheritable = 16;

    /// <summary>The lock files of a source file that others may open too, in types that lock by no other means.</summary>
    public static IEnumerable<SharedLockFile> SharedIn(
        SyntaxTree tree,
        SemanticModels models,
        Func<INamedTypeSymbol, bool> locksOtherwise,
        CancellationToken cancellation
    ) =>
        SharesOf(tree, models, cancellation)
            .Where(file =>
                models.For(tree)?.GetEnclosingSymbol(file.Share.SpanStart, cancellation) is not { ContainingType: { } type }
                || !locksOtherwise(type)
            );

    private static IEnumerable<SharedLockFile> SharesOf(SyntaxTree tree, SemanticModels models, CancellationToken cancellation)
    {
        if (models.For(tree) is not { } model)
            yield break;

        foreach (var share in SharesIn(tree, cancellation))
        {
            if (IsShared(share, model, cancellation))
            {
                if (NameOf(share, ShareFlow.OpeningsWith(share, models, cancellation), models, cancellation) is { } name)
                    yield return new(share, name);
            }
            else if (share is ConditionalExpressionSyntax choice)
            {
                foreach (var arm in new[] { choice.WhenTrue, choice.WhenFalse }.Where(arm => IsShared(arm, model, cancellation)))
                {
                    if (NameOf(arm, ShareFlow.OpeningsByMode(arm, models, cancellation), models, cancellation) is { } name)
                        yield return new(arm, name);
                }
            }
        }
    }

    /// <summary>The name that says lock, of the first file that is opened with the share as a lock, and for nothing else.</summary>
    private static string? NameOf(
        ExpressionSyntax share,
        IEnumerable<ShareFlow.Opening> openings,
        SemanticModels models,
        CancellationToken cancellation
    ) =>
        models.For(share.SyntaxTree) is { } model && !WindowsOnly.Runs(share, model, cancellation)
            ? openings
                .Where(opening =>
                    MayWrite(opening.Syntax)
                    && Opens(opening.Syntax, models, cancellation)
                    && !IsOpenedOtherwise(opening, share)
                    && new OpenFileUses(models, cancellation).IsOnlyHeld(opening.HeldBy ?? opening.Syntax)
                )
                .Select(opening => LockName(opening, models, cancellation))
                .FirstOrDefault(name => name is not null)
            : null;

    /// <summary>
    /// The expressions that name shares, as a whole: <c>FileShare.Read | FileShare.Delete</c>, <c>x ? FileShare.Read : …</c>.
    /// </summary>
    private static IEnumerable<ExpressionSyntax> SharesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        var root = tree.GetRoot(cancellation);
        return SourceTextFilter
            .PlacesOfShares(tree.GetText(cancellation))
            .Select(place =>
                root.FindToken(place).Parent?.FirstAncestorOrSelf<MemberAccessExpressionSyntax>(a => a.OperatorToken.SpanStart > place)
            )
            .OfType<MemberAccessExpressionSyntax>()
            .Where(NamesShare)
            .Select(Whole)
            .Distinct();
    }

    private static bool NamesShare(MemberAccessExpressionSyntax access) => Calls.NameOf(access.Expression) == nameof(FileShare);

    private static ExpressionSyntax Whole(ExpressionSyntax share) =>
        share.Parent switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } or ParenthesizedExpressionSyntax => Whole(
                (ExpressionSyntax)share.Parent
            ),
            ConditionalExpressionSyntax choice when choice.Condition != share => Whole(choice),
            _ => share,
        };

    /// <summary>True for a share that lets others in whatever decides: no arm of a condition is None.</summary>
    private static bool IsShared(ExpressionSyntax share, SemanticModel model, CancellationToken cancellation) =>
        share switch
        {
            ConditionalExpressionSyntax choice => IsShared(choice.WhenTrue, model, cancellation)
                && IsShared(choice.WhenFalse, model, cancellation),
            ParenthesizedExpressionSyntax parenthesized => IsShared(parenthesized.Expression, model, cancellation),
            _ => model.GetTypeInfo(share, cancellation).Type is { Name: nameof(FileShare), ContainingNamespace.Name: "IO" }
                && model.GetConstantValue(share, cancellation) is { HasValue: true, Value: int value }
                && (value & ~Inheritable) != 0,
        };

    private static bool Opens(ExpressionSyntax opening, SemanticModels models, CancellationToken cancellation) =>
        models.For(opening.SyntaxTree)?.GetSymbolInfo(opening, cancellation).Symbol is IMethodSymbol method && FileApi.Opens(method);

    /// <summary>True for a call that opens a file for writing, unless it appends or requires that the file does not exist.</summary>
    private static bool MayWrite(ExpressionSyntax opening) =>
        !opening
            .DescendantNodes()
            .OfType<MemberAccessExpressionSyntax>()
            .Any(a =>
                (Calls.NameOf(a.Expression), a.Name.Identifier.ValueText) is ("FileMode", "Append" or "CreateNew") or ("FileAccess", "Read")
            );

    /// <summary>
    /// The name of the variable, path or type that says lock. The type's name counts only if the path has no telling name of its own.
    /// </summary>
    private static string? LockName(ShareFlow.Opening opening, SemanticModels models, CancellationToken cancellation)
    {
        var sites = new[] { opening.Syntax, opening.AskedBy }.OfType<ExpressionSyntax>().ToList();
        if (
            !sites.Exists(MaySayLock)
            || models.For(sites[0].SyntaxTree)?.GetEnclosingSymbol(sites[0].SpanStart, cancellation)
                is not { ContainingType: { } type } member
        )
            return null;

        var paths = sites.SelectMany(site => NamesIn(PathOf(site), models, cancellation)).ToList();
        if (IdentifierWords.MentionsReader(member.Name) || paths.Exists(IdentifierWords.MentionsReader))
            return null;

        return sites.Select(OpenFileUses.TargetOf).OfType<string>().Concat(paths).FirstOrDefault(IdentifierWords.MentionsLock)
            ?? (
                paths.TrueForAll(IdentifierWords.IsGenericName)
                && IdentifierWords.MentionsLock(type.Name)
                && !IdentifierWords.MentionsReader(type.Name)
                    ? type.Name
                    : null
            );
    }

    /// <summary>True when some word around the opening says lock. This binds nothing, so it is asked before what has to be bound.</summary>
    private static bool MaySayLock(ExpressionSyntax opening) =>
        (PathOf(opening)?.DescendantTokens().Any(t => IdentifierWords.MentionsLock(t.ValueText)) ?? false)
        || (OpenFileUses.TargetOf(opening) is { } target && IdentifierWords.MentionsLock(target))
        || opening.Ancestors().OfType<TypeDeclarationSyntax>().Any(t => IdentifierWords.MentionsLock(t.Identifier.ValueText));

    private static ExpressionSyntax? PathOf(ExpressionSyntax opening) =>
        opening switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
            InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name.Identifier.ValueText: "Open" }
            } when Calls.NameOf(receiver) is not "File" => receiver,
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
            _ => null,
        };

    /// <summary>The texts and the names of the variables that a path is made of; a local is what it is made of too.</summary>
    private static IEnumerable<string> NamesIn(ExpressionSyntax? path, SemanticModels models, CancellationToken cancellation)
    {
        foreach (var part in path?.DescendantNodesAndSelf() ?? [])
        {
            if (part is LiteralExpressionSyntax { Token.Value: string text })
            {
                yield return text;
            }
            else if (part is InterpolatedStringTextSyntax { TextToken.ValueText: var interpolated })
            {
                yield return interpolated;
            }
            else if (
                part is IdentifierNameSyntax { Identifier.ValueText: var name } identifier
                && models.For(part.SyntaxTree)?.GetSymbolInfo(identifier, cancellation).Symbol
                    is ILocalSymbol
                        or IParameterSymbol
                        or IFieldSymbol
                        or IPropertySymbol
            )
            {
                yield return name;
            }
        }
    }

    /// <summary>
    /// True where the same type also opens the same path with another share, or has the same helper open it so: then the share says who is
    /// a reader. What the type opens otherwise is no excuse.
    /// </summary>
    private static bool IsOpenedOtherwise(ShareFlow.Opening opening, ExpressionSyntax share)
    {
        var site = opening.AskedBy ?? opening.Syntax;
        return site.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && type.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(a => NamesShare(a) && !Whole(share).Span.Contains(a.Span) && Whole(a).ToString() != share.ToString())
                .Any(a => ShareFlow.CallWith(Whole(a)) is { } other && PathOf(other)?.ToString() == PathOf(site)?.ToString());
    }
}
