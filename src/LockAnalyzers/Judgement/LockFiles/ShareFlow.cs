using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement.LockFiles;

/// <summary>
/// From a share, as it is written, to the calls that open a file with it: directly, through a variable, or through a helper.
/// </summary>
internal static class ShareFlow
{
    /// <summary>A call that is given a share.</summary>
    /// <param name="Syntax">The call that opens the file.</param>
    /// <param name="AskedBy">The call of the helper around it, where that is given the share.</param>
    /// <param name="HeldBy">The call of the method around it, where that chooses the share by the mode that it is given.</param>
    public sealed record Opening(ExpressionSyntax Syntax, ExpressionSyntax? AskedBy, ExpressionSyntax? HeldBy = null);

    public static IEnumerable<Opening> OpeningsWith(ExpressionSyntax share, SemanticModels models, CancellationToken cancellation)
    {
        if (models.For(share.SyntaxTree) is not { } model)
            return [];
        if (share.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator })
            return model.GetDeclaredSymbol(declarator, cancellation) is { } variable
                ? UsesOf(variable, ScopeOf(declarator)).Select(CallWith).OfType<ExpressionSyntax>().Select(call => new Opening(call, null))
                : [];

        return CallWith(share) is not { } given ? []
            : OpeningsIn(given, share, model, cancellation) is { } helper ? helper.Select(call => new Opening(call, given))
            : [new(given, null)];
    }

    /// <summary>
    /// The openings with <c>mode == FileMode.Open ? FileShare.None : FileShare.Read</c> for which the mode chooses this arm: those whose
    /// caller passes the method such a mode.
    /// </summary>
    public static IEnumerable<Opening> OpeningsByMode(ExpressionSyntax arm, SemanticModels models, CancellationToken cancellation)
    {
        if (
            arm.Parent
                is not ConditionalExpressionSyntax { Condition: BinaryExpressionSyntax { Left: IdentifierNameSyntax asked } test } choice
            || CallWith(choice) is not { } opening
            || models.For(arm.SyntaxTree) is not { } model
            || model.GetSymbolInfo(asked, cancellation).Symbol
                is not IParameterSymbol { Type.Name: nameof(FileMode), ContainingSymbol: IMethodSymbol method } parameter
            || model.GetConstantValue(test.Right, cancellation) is not { HasValue: true, Value: int tested }
            || !(test.IsKind(SyntaxKind.EqualsExpression) || test.IsKind(SyntaxKind.NotEqualsExpression))
        )
            return [];

        var isForTested = test.IsKind(SyntaxKind.EqualsExpression) == (choice.WhenTrue == arm);
        return arm.FirstAncestorOrSelf<TypeDeclarationSyntax>()
                ?.DescendantNodes()
                .OfType<InvocationExpressionSyntax>()
                .Where(call => Calls.NameOf(call.Expression) == method.Name)
                .Where(call =>
                    call.ArgumentList.Arguments.ElementAtOrDefault(parameter.Ordinal) is { } given
                    && model.GetConstantValue(given.Expression, cancellation) is { HasValue: true, Value: int mode }
                    && (mode == tested) == isForTested
                )
                .Select(call => new Opening(opening, null, call))
            ?? [];
    }

    /// <summary>The call that is given a share, as an argument or in a FileStreamOptions.</summary>
    public static ExpressionSyntax? CallWith(ExpressionSyntax share) =>
        share.Parent switch
        {
            ArgumentSyntax { Parent.Parent: ExpressionSyntax call } => call,
            AssignmentExpressionSyntax
            {
                Left: IdentifierNameSyntax { Identifier.ValueText: "Share" },
                Parent.Parent: BaseObjectCreationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: ExpressionSyntax call } }
            } => call,
            _ => null,
        };

    /// <summary>The calls of a method of the program that are given its share; null for a method that is not the program's.</summary>
    private static IEnumerable<ExpressionSyntax>? OpeningsIn(
        ExpressionSyntax call,
        ExpressionSyntax share,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        if (
            share.Parent is not ArgumentSyntax { Parent: BaseArgumentListSyntax list } argument
            || model.GetSymbolInfo(call, cancellation).Symbol
                is not IMethodSymbol { DeclaringSyntaxReferences: { IsEmpty: false } declarations } method
        )
            return null;

        var parameter = argument.NameColon is { Name.Identifier.ValueText: var name }
            ? method.Parameters.FirstOrDefault(p => p.Name == name)
            : method.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(argument));
        return parameter is null
            ? []
            : UsesOf(parameter, declarations[0].GetSyntax(cancellation)).Select(CallWith).OfType<ExpressionSyntax>();
    }

    /// <summary>The uses of a variable; none where it is assigned again, because then it may hold another share.</summary>
    private static List<ExpressionSyntax> UsesOf(ISymbol variable, SyntaxNode scope)
    {
        var uses = scope
            .DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == variable.Name)
            .ToList<ExpressionSyntax>();
        return uses.Exists(use => use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use) ? [] : uses;
    }

    private static SyntaxNode ScopeOf(VariableDeclaratorSyntax declarator) =>
        declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            FieldDeclarationSyntax { Parent: { } type } => type,
            { } member and not GlobalStatementSyntax => member,
            _ => declarator.SyntaxTree.GetRoot(),
        };
}
