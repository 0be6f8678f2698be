using System.Collections.Immutable;
using LockAnalyzers.Interpretation;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement;

/// <summary>
/// Which systems the code says it runs on: by the checks around a place and before it, by attributes and names of what it stands in, by
/// those who call it, and by what the project is built for.
/// </summary>
internal sealed class SystemClaims(LockCompilation compilation, SystemClaim target, CancellationToken cancellation)
{
    /// <summary>Callers of callers, further than a check and the call that it guards lie apart.</summary>
    private const int MaxCallers = 3;

    /// <summary>What is said of a call of <paramref name="native"/> in the body of a member.</summary>
    public SystemClaim At(SyntaxNode place, ISymbol member, IMethodSymbol native) =>
        OfSymbol(native)
            .And(Around(place))
            .And(target)
            .And(OfMember(member, MaxCallers))
            .And(
                IsSaidInComments(place, native) || IsAskedBeside(place) || ChoosesNumbers(LockIndex.OutermostType(member))
                    ? SystemClaim.Nothing with
                    {
                        Named = LockSystem.MacOS,
                    }
                    : SystemClaim.Nothing
            );

    /// <summary>
    /// True where a comment at the call, its member or the declaration of the function says that macOS runs it, or where one at the type
    /// lists macOS among its systems and no name in the type tells them apart.
    /// </summary>
    private bool IsSaidInComments(SyntaxNode place, IMethodSymbol native) =>
        SystemProse.SaysMacOS(Comments.AtStatement(place))
        || native.DeclaringSyntaxReferences.Any(r => SystemProse.SaysMacOS(Comments.Before(r.GetSyntax(cancellation))))
        || place
            .Ancestors()
            .OfType<MemberDeclarationSyntax>()
            .Any(member =>
                member switch
                {
                    TypeDeclarationSyntax type => SystemProse.ListsMacOS(Comments.Before(type)) && !NamesMacOS(type),
                    BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax => SystemProse.SaysMacOS(Comments.Before(member)),
                    _ => false,
                }
            );

    private static bool NamesMacOS(SyntaxNode type) =>
        type.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && IdentifierWords.MentionsMacOS(t.ValueText));

    /// <summary>
    /// True where the member asks for macOS before or after the call, on the way to or from it: <c>error == (IsMacOS ? 35 : 11)</c>. A
    /// check
    /// that makes macOS leave before the call, and one in another branch than the call, do not count.
    /// </summary>
    private static bool IsAskedBeside(SyntaxNode place) =>
        Bodies.Around(place) is { } body
        && body.DescendantNodes()
            .Any(node =>
                node switch
                {
                    IfStatementSyntax check => AsksBeside(check.Condition, check.Statement, check.Else?.Statement, place),
                    ConditionalExpressionSyntax choice => AsksBeside(choice.Condition, choice.WhenTrue, choice.WhenFalse, place),
                    _ => false,
                }
            );

    private static bool AsksBeside(ExpressionSyntax condition, SyntaxNode whenTrue, SyntaxNode? whenFalse, SyntaxNode place)
    {
        if (condition.Parent!.Span.Contains(place.Span))
            return false;

        var asked = SystemCondition.Of(condition);
        if (!asked.WhenTrue.SaysMacOS && !asked.WhenFalse.SaysMacOS)
            return false;

        var forMacOS = asked.WhenTrue.SaysMacOS ? whenTrue : whenFalse;
        if (forMacOS is ThrowExpressionSyntax || (forMacOS is StatementSyntax statement && Leaves(statement)))
            return false;

        // Where the way to the call and the way to the check part: one after the other in a block, or the check behind the call's result.
        var common = condition.Ancestors().First(node => node.Span.Contains(place.Span));
        return common is BlockSyntax or SwitchSectionSyntax
            || (common is IfStatementSyntax choice && choice.Condition.Span.Contains(place.Span))
            || common is ConditionalExpressionSyntax { Condition: var tested } && tested.Span.Contains(place.Span);
    }

    /// <summary>True for a type that has a number for macOS and another one for the other systems: it is meant to run on both.</summary>
    private bool ChoosesNumbers(INamedTypeSymbol type) =>
        type
            .DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation))
            .SelectMany(syntax => syntax.DescendantNodes().OfType<ConditionalExpressionSyntax>())
            .Any(choice =>
                SystemCondition.Of(choice.Condition).WhenTrue.SaysMacOS && IsNumber(choice.WhenTrue) && IsNumber(choice.WhenFalse)
            );

    private bool IsNumber(ExpressionSyntax expression) =>
        compilation.Models.For(expression.SyntaxTree)?.GetConstantValue(expression, cancellation)
            is { HasValue: true, Value: int or uint or short or ushort or long };

    private SystemClaim OfMember(ISymbol member, int depth)
    {
        var outer = LockIndex.OuterMember(member);
        var claim = OfSymbol(outer);
        for (var type = outer.ContainingType; type is not null; type = type.ContainingType)
            claim = claim.And(OfSymbol(type));
        claim = claim.And(OfAttributes(outer.ContainingAssembly.GetAttributes()));

        return claim.SaysMacOS || depth == 0 ? claim : claim.And(OfCallers(outer, depth));
    }

    /// <summary>
    /// A system that a caller names runs the member. That no caller names one rules it out only where nobody else can call the member.
    /// </summary>
    private SystemClaim OfCallers(ISymbol member, int depth)
    {
        var callers = compilation
            .CallsOf(member, cancellation)
            .Select(call => Around(call).And(CallerOf(call) is { } caller ? OfMember(caller, depth - 1) : SystemClaim.Nothing))
            .ToList();
        if (callers.Count == 0)
            return SystemClaim.Nothing;

        var named = callers.Where(c => c.SaysMacOS).Aggregate(LockSystem.None, (all, c) => all | LockSystem.MacOS | (c.Possible & c.Named));
        var possible = callers.Aggregate(LockSystem.None, (all, c) => all | c.Possible);
        return new(
            member.DeclaredAccessibility == Accessibility.Private ? possible : LockSystem.All,
            named,
            callers.TrueForAll(c => c.AsksForProcessor)
        );
    }

    private ISymbol? CallerOf(InvocationExpressionSyntax call) =>
        call.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && compilation.Models.For(call.SyntaxTree) is { } model
            ? model.GetDeclaredSymbol(member, cancellation)
            : null;

    private static SystemClaim OfSymbol(ISymbol symbol)
    {
        var named = SystemWords.In(symbol.Name);
        return OfAttributes(symbol.GetAttributes())
            .And(named is LockSystem.MacOS or LockSystem.Linux ? SystemClaim.Of(named) : SystemClaim.Nothing);
    }

    private static SystemClaim OfAttributes(ImmutableArray<AttributeData> attributes)
    {
        var (supported, excluded) = (LockSystem.None, LockSystem.None);
        foreach (var attribute in attributes)
        {
            if (attribute.ConstructorArguments.FirstOrDefault() is not { Kind: TypedConstantKind.Primitive, Value: string name })
                continue;
            if (attribute.AttributeClass?.Name is "SupportedOSPlatformAttribute" or "TargetPlatformAttribute")
                supported |= SystemWords.In(PlatformOf(name));
            else if (attribute.AttributeClass?.Name == "UnsupportedOSPlatformAttribute")
                excluded |= SystemWords.In(PlatformOf(name));
        }

        return SystemClaim.Of(supported).And(SystemClaim.NoneOf(excluded));
    }

    /// <summary>The name of a platform without its version: macos14.0 is macos.</summary>
    private static string PlatformOf(string name) => name.TrimEnd('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    /// <summary>What the conditions say that a place is inside of, and those before it that leave for all but some systems.</summary>
    private static SystemClaim Around(SyntaxNode place)
    {
        var claim = SystemClaim.Nothing;
        for (var node = place; node.Parent is { } parent and not BaseTypeDeclarationSyntax; node = parent)
            claim = claim.And(Between(node, parent));

        return claim;
    }

    private static SystemClaim Between(SyntaxNode node, SyntaxNode parent) =>
        parent switch
        {
            IfStatementSyntax choice when node == choice.Statement => SystemCondition.Of(choice.Condition).WhenTrue,
            IfStatementSyntax choice when node == choice.Else => SystemCondition.Of(choice.Condition).WhenFalse,
            ConditionalExpressionSyntax choice when node == choice.WhenTrue => SystemCondition.Of(choice.Condition).WhenTrue,
            ConditionalExpressionSyntax choice when node == choice.WhenFalse => SystemCondition.Of(choice.Condition).WhenFalse,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when node == both.Right => SystemCondition
                .Of(both.Left)
                .WhenTrue,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when node == either.Right => SystemCondition
                .Of(either.Left)
                .WhenFalse,
            SwitchExpressionArmSyntax { WhenClause.Condition: var condition } => SystemCondition.Of(condition).WhenTrue,
            SwitchExpressionArmSyntax { Pattern: ConstantPatternSyntax { Expression: var label } } => SystemCondition
                .OfLabel(label)
                .WhenTrue,
            SwitchSectionSyntax section => OfLabels(section).And(Before(node, section.Statements)),
            BlockSyntax block => Before(node, block.Statements),
            _ => SystemClaim.Nothing,
        };

    private static SystemClaim OfLabels(SwitchSectionSyntax section) =>
        section.Labels.All(label => label is CaseSwitchLabelSyntax)
            ? section
                .Labels.Cast<CaseSwitchLabelSyntax>()
                .Select(label => SystemCondition.OfLabel(label.Value).WhenTrue)
                .Aggregate((first, second) => first.Or(second))
            : SystemClaim.Nothing;

    /// <summary>What the statements before one say that leave the block under a condition.</summary>
    private static SystemClaim Before(SyntaxNode statement, SyntaxList<StatementSyntax> statements) =>
        statements
            .TakeWhile(s => s != statement)
            .OfType<IfStatementSyntax>()
            .Where(choice => choice.Else is null && Leaves(choice.Statement))
            .Select(choice => SystemCondition.Of(choice.Condition).WhenFalse)
            .Aggregate(SystemClaim.Nothing, (first, second) => first.And(second));

    private static bool Leaves(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax
        || (statement is BlockSyntax { Statements: { Count: > 0 } inner } && Leaves(inner.Last()));
}
