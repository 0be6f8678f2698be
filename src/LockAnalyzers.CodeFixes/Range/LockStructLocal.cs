using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>A local of a struct type that a lock call takes, and the values that the code assigns to its members.</summary>
internal sealed class LockStructLocal(ILocalSymbol local, SyntaxNode scope, SemanticModel model)
{
    public IEnumerable<(ArgumentRole Role, ExpressionSyntax Value)> Assigned =>
        from assignment in scope.DescendantNodes().OfType<AssignmentExpressionSyntax>()
        where assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && IsOurs(assignment)
        let role = LockStructFields.RoleOf(Calls.NameOf(assignment.Left) ?? "")
        where role is not null
        select (role.Value, assignment.Right);

    public static LockStructLocal? Of(ExpressionSyntax argument, SemanticModel model)
    {
        while (argument is PrefixUnaryExpressionSyntax or CastExpressionSyntax or ParenthesizedExpressionSyntax)
            argument = argument switch
            {
                PrefixUnaryExpressionSyntax address => address.Operand,
                CastExpressionSyntax cast => cast.Expression,
                _ => ((ParenthesizedExpressionSyntax)argument).Expression,
            };

        return
            model.GetSymbolInfo(argument).Symbol is ILocalSymbol local
            && argument.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } scope
            ? new(local, scope, model)
            : null;
    }

    /// <summary>True when no other call is passed the struct, so that a change of its members affects only these calls.</summary>
    public bool IsOnlyIn(IEnumerable<InvocationExpressionSyntax> calls) =>
        scope
            .DescendantNodes()
            .OfType<ArgumentSyntax>()
            .Where(a => a.Expression.DescendantNodesAndSelf().Any(n => Is(n)) && a.Expression is not MemberAccessExpressionSyntax)
            .All(a => calls.Any(c => c.Contains(a)));

    /// <summary>The member of the struct that has a role.</summary>
    public ISymbol? MemberFor(ArgumentRole role) =>
        local
            .Type.GetMembers()
            .FirstOrDefault(m => m is IFieldSymbol { IsStatic: false } or IPropertySymbol && LockStructFields.RoleOf(m.Name) == role);

    private bool IsOurs(AssignmentExpressionSyntax assignment) =>
        assignment.Left is IdentifierNameSyntax && assignment.Parent is InitializerExpressionSyntax
            ? assignment.Parent.Parent is BaseObjectCreationExpressionSyntax { Parent: var target }
                && target switch
                {
                    EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => SymbolEqualityComparer.Default.Equals(
                        model.GetDeclaredSymbol(declarator),
                        local
                    ),
                    AssignmentExpressionSyntax whole => Is(whole.Left),
                    _ => false,
                }
            : assignment.Left is MemberAccessExpressionSyntax access && Is(Accesses.RootOf(access));

    private bool Is(SyntaxNode node) =>
        node is IdentifierNameSyntax name
        && name.Identifier.ValueText == local.Name
        && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local);
}
