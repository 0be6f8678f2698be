using System.Collections.Immutable;
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

    private static readonly ImmutableHashSet<string> Closings = ImmutableHashSet.Create(
        "Dispose",
        "DisposeAsync",
        "Close",
        "ConfigureAwait"
    );

    /// <summary>The lock files of a source file that others may open too.</summary>
    public static IEnumerable<SharedLockFile> SharedIn(
        SyntaxTree tree,
        SemanticModel model,
        Func<INamedTypeSymbol, bool> locksOtherwise,
        CancellationToken cancellation
    )
    {
        var root = tree.GetRoot(cancellation);
        var shares = SourceTextFilter
            .PlacesOfShares(tree.GetText(cancellation))
            .Select(place =>
                root.FindToken(place).Parent?.FirstAncestorOrSelf<MemberAccessExpressionSyntax>(a => a.OperatorToken.SpanStart > place)
            )
            .OfType<MemberAccessExpressionSyntax>()
            .Where(a =>
                a.Expression
                    is SimpleNameSyntax { Identifier.ValueText: "FileShare" }
                        or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FileShare" }
            )
            .Select(Whole)
            .Distinct();
        foreach (var share in shares)
        {
            if (
                OpeningWith(share) is { } opening
                && MayWrite(opening)
                && MaySayLock(opening)
                && IsShared(share, model, cancellation)
                && Opens(opening, model, cancellation)
                && model.GetEnclosingSymbol(opening.SpanStart, cancellation) is { ContainingType: { } type } member
                && LockName(opening, member, type, model, cancellation) is { } name
                && IsOnlyHeld(opening, type, model, cancellation)
                && !HasOtherOpenings(opening, share)
                && !locksOtherwise(type)
            )
            {
                yield return new(share, name);
            }
        }
    }

    private static ExpressionSyntax Whole(ExpressionSyntax share) =>
        share.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } or ParenthesizedExpressionSyntax
            ? Whole((ExpressionSyntax)share.Parent)
            : share;

    /// <summary>The call that opens a file with this share, given as an argument or in a FileStreamOptions.</summary>
    private static ExpressionSyntax? OpeningWith(ExpressionSyntax share) =>
        share.Parent switch
        {
            ArgumentSyntax { Parent.Parent: ExpressionSyntax opening } => opening,
            AssignmentExpressionSyntax
            {
                Left: IdentifierNameSyntax { Identifier.ValueText: "Share" },
                Parent.Parent: BaseObjectCreationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: ExpressionSyntax opening } }
            } => opening,
            _ => null,
        };

    private static bool IsShared(ExpressionSyntax share, SemanticModel model, CancellationToken cancellation) =>
        model.GetTypeInfo(share, cancellation).Type is { Name: "FileShare", ContainingNamespace.Name: "IO" }
        && model.GetConstantValue(share, cancellation) is { HasValue: true, Value: int value }
        && (value & ~Inheritable) != 0;

    private static bool Opens(ExpressionSyntax opening, SemanticModel model, CancellationToken cancellation) =>
        model.GetSymbolInfo(opening, cancellation).Symbol is IMethodSymbol method && FileApi.Opens(method);

    /// <summary>True for a call that opens a file for writing, unless it appends or requires that the file does not exist.</summary>
    private static bool MayWrite(ExpressionSyntax opening) =>
        !opening
            .DescendantNodes()
            .OfType<MemberAccessExpressionSyntax>()
            .Any(a =>
                (Calls.NameOf(a.Expression), a.Name.Identifier.ValueText) is ("FileMode", "Append" or "CreateNew") or ("FileAccess", "Read")
            );

    /// <summary>True when some word around the opening says lock. This binds nothing, so it is asked before what has to be bound.</summary>
    private static bool MaySayLock(ExpressionSyntax opening) =>
        (PathOf(opening)?.DescendantTokens().Any(t => IdentifierWords.MentionsLock(t.ValueText)) ?? false)
        || (TargetOf(opening)?.Identifier is { } target && IdentifierWords.MentionsLock(target))
        || opening.Ancestors().OfType<TypeDeclarationSyntax>().Any(t => IdentifierWords.MentionsLock(t.Identifier.ValueText));

    /// <summary>
    /// The name of the variable, path or type that says lock. The type's name counts only if the path has no telling name of its own.
    /// </summary>
    private static string? LockName(
        ExpressionSyntax opening,
        ISymbol member,
        INamedTypeSymbol type,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        var names = NamesIn(PathOf(opening), model, cancellation).ToList();
        if (member.Name.Length > 0 && IdentifierWords.MentionsReader(member.Name) || names.Any(IdentifierWords.MentionsReader))
            return null;
        if (TargetOf(opening)?.Identifier is { } target)
            names.Insert(0, target);

        return names.FirstOrDefault(IdentifierWords.MentionsLock)
            ?? (
                names.TrueForAll(IdentifierWords.IsGenericName)
                && IdentifierWords.MentionsLock(type.Name)
                && !IdentifierWords.MentionsReader(type.Name)
                    ? type.Name
                    : null
            );
    }

    private static ExpressionSyntax? PathOf(ExpressionSyntax opening) =>
        opening switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } invocation
                when Calls.NameOf(receiver) is not "File" => receiver,
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
            _ => null,
        };

    /// <summary>The texts and the names of the variables that a path is made of.</summary>
    private static IEnumerable<string> NamesIn(ExpressionSyntax? path, SemanticModel model, CancellationToken cancellation)
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
                && model.GetSymbolInfo(identifier, cancellation).Symbol
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

    /// <summary>The variable or field that the open file is put into.</summary>
    private static (string Identifier, bool IsField)? TargetOf(ExpressionSyntax opening)
    {
        var value = opening.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax
            ? (ExpressionSyntax)opening.Parent
            : opening;
        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => (
                declarator.Identifier.ValueText,
                declarator.Parent?.Parent is FieldDeclarationSyntax
            ),
            AssignmentExpressionSyntax { Left: var left } assignment when assignment.Right == value && Calls.NameOf(left) is { } name => (
                name,
                true
            ),
            _ => null,
        };
    }

    private static bool IsOnlyHeld(ExpressionSyntax opening, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellation)
    {
        if (TargetOf(opening) is var (name, isField))
        {
            var scope = isField
                ? type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation))
                :
                [
                    opening.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax)
                        ?? opening.SyntaxTree.GetRoot(cancellation),
                ];
            return scope
                .SelectMany(s => s.DescendantNodes())
                .OfType<IdentifierNameSyntax>()
                .Where(n => n.Identifier.ValueText == name)
                .All(n => IsHolding(n, model, cancellation));
        }

        return opening.Parent switch
        {
            UsingStatementSyntax => true,
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => IsOpaque(model.GetTypeInfo(opening, cancellation).ConvertedType),
            _ => false,
        };
    }

    /// <summary>True for a use of the open file that neither reads, writes nor passes it on.</summary>
    private static bool IsHolding(IdentifierNameSyntax use, SemanticModel model, CancellationToken cancellation)
    {
        ExpressionSyntax whole = use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : use;
        return whole.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Expression == whole => Closings.Contains(member.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax { WhenNotNull: var then } conditional when conditional.Expression == whole =>
                then.DescendantNodesAndSelf()
                    .OfType<MemberBindingExpressionSyntax>()
                    .All(b => Closings.Contains(b.Name.Identifier.ValueText)),
            AssignmentExpressionSyntax assignment when assignment.Left == whole => true,
            AssignmentExpressionSyntax or ReturnStatementSyntax => BecomesOpaque(whole, model, cancellation),
            BinaryExpressionSyntax or IsPatternExpressionSyntax or UsingStatementSyntax or NameColonSyntax => true,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => call.Expression.ToString()
                is "GC.KeepAlive"
                    or "Interlocked.Exchange",
            _ => false,
        };
    }

    /// <summary>
    /// True where the open file is converted to such a type; not known of another part of the type, which is in another file.
    /// </summary>
    private static bool BecomesOpaque(ExpressionSyntax file, SemanticModel model, CancellationToken cancellation) =>
        file.SyntaxTree == model.SyntaxTree && IsOpaque(model.GetTypeInfo(file, cancellation).ConvertedType);

    /// <summary>True for a type that has no members to read or write with.</summary>
    private static bool IsOpaque(ITypeSymbol? type) =>
        type is { Name: "IDisposable" or "IAsyncDisposable" } or { SpecialType: SpecialType.System_Object };

    /// <summary>True where the same type also opens files with another share: then it may have readers and writers.</summary>
    private static bool HasOtherOpenings(ExpressionSyntax opening, ExpressionSyntax share) =>
        opening.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && type.DescendantNodes()
            .OfType<MemberAccessExpressionSyntax>()
            .Any(a => Calls.NameOf(a.Expression) == "FileShare" && !share.Span.Contains(a.Span) && Whole(a).ToString() != share.ToString());
}
