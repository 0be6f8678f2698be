using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.Judgement.LockFiles;

/// <summary>
/// What becomes of a file once it is open: whether it is only held, by whatever variable, field or object, or also read, written or lent
/// out.
/// </summary>
internal sealed class OpenFileUses(SemanticModels models, CancellationToken cancellation)
{
    /// <summary>Says what is a lock function, where locking the file counts as holding it.</summary>
    public LockRecognizer? Locking { get; init; }

    /// <summary>How many variables, parameters and callers the file is followed through.</summary>
    private const int MaxHands = 6;

    private static readonly HashSet<string> Closings = ["Dispose", "DisposeAsync", "Close", "ConfigureAwait"];

    private readonly HashSet<ISymbol> _followed = new(SymbolEqualityComparer.Default);

    /// <summary>True for a file that nothing is done with but to keep it open, and to close it.</summary>
    public bool IsOnlyHeld(ExpressionSyntax opened)
    {
        var value = Whole(opened);
        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => IsOnlyHeld(DeclaredBy(declarator)),
            AssignmentExpressionSyntax assignment when assignment.Right == value => IsOnlyHeld(SymbolOf(assignment.Left))
                || IsOpaque(TypeAt(value)),
            UsingStatementSyntax => true,
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => IsOpaque(TypeAt(value)) || IsOnlyHeldByCallers(value),
            ArgumentSyntax argument => ParameterFor(argument) is { } parameter && IsKept(parameter) && IsOnlyHeld(parameter),
            _ => false,
        };
    }

    /// <summary>True for a variable or member whose file nothing is done with but to keep it open, and to close it.</summary>
    public bool IsOnlyHeld(ISymbol? holder)
    {
        if (holder is null || _followed.Count == MaxHands)
            return false;

        return !_followed.Add(holder) || UsesOf(holder).All(IsHolding);
    }

    /// <summary>True where one of the assignments of a variable or member opens its file.</summary>
    public bool IsOpenedHere(ISymbol holder) =>
        UsesOf(holder)
            .Select(use =>
                use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? (SyntaxNode)access : use
            )
            .Select(use => use.Parent is AssignmentExpressionSyntax assignment && assignment.Left == use ? assignment.Right : null)
            .Concat(
                holder
                    .DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation))
                    .OfType<VariableDeclaratorSyntax>()
                    .Select(declarator => declarator.Initializer?.Value)
            )
            .OfType<ExpressionSyntax>()
            .Any(value =>
                models.For(value.SyntaxTree)?.GetSymbolInfo(value, cancellation).Symbol is IMethodSymbol method && FileApi.Opens(method)
            );

    /// <summary>The variable, field or property that the open file is put into, by the name that code gives it.</summary>
    public static string? TargetOf(ExpressionSyntax opened)
    {
        var value = Whole(opened);
        return value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText,
            AssignmentExpressionSyntax assignment when assignment.Right == value => Calls.NameOf(assignment.Left),
            _ => null,
        };
    }

    private static ExpressionSyntax Whole(ExpressionSyntax value)
    {
        while (
            value.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax
        )
            value = (ExpressionSyntax)value.Parent;
        return value;
    }

    /// <summary>The places that name a variable or member, in the body or type that it belongs to.</summary>
    private IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol holder) =>
        ScopesOf(holder)
            .SelectMany(scope => scope.DescendantNodes())
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == holder.Name && Names(name, holder));

    /// <summary>
    /// In its own body a name is taken for the variable; a member's name is bound, because parameters and members of other objects are
    /// often called the same.
    /// </summary>
    private bool Names(IdentifierNameSyntax name, ISymbol holder) =>
        holder is not (IFieldSymbol or IPropertySymbol)
        || SymbolEqualityComparer.Default.Equals(models.For(name.SyntaxTree)?.GetSymbolInfo(name, cancellation).Symbol, holder);

    private IEnumerable<SyntaxNode> ScopesOf(ISymbol holder) =>
        holder switch
        {
            IFieldSymbol or IPropertySymbol => holder.ContainingType.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)),
            IParameterSymbol => holder.ContainingSymbol.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)),
            _ => holder
                .DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation))
                .Select(n => n.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? n.SyntaxTree.GetRoot()),
        };

    /// <summary>True for a use of the open file that neither reads, writes nor lends it.</summary>
    private bool IsHolding(IdentifierNameSyntax use)
    {
        ExpressionSyntax whole = use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : use;
        while (
            whole.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax
            || (Locking is not null && IsView(whole))
        )
            whole = (ExpressionSyntax)whole.Parent!;
        return whole.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax called } member when member.Expression == whole =>
                Closings.Contains(member.Name.Identifier.ValueText) || IsLockCall(called),
            MemberAccessExpressionSyntax member when member.Expression == whole => Locking is not null
                && member.Name.Identifier.ValueText is "IsInvalid" or "IsClosed" or "Name",
            ConditionalAccessExpressionSyntax { WhenNotNull: var then } conditional when conditional.Expression == whole =>
                then.DescendantNodesAndSelf()
                    .OfType<MemberBindingExpressionSyntax>()
                    .All(b =>
                        Closings.Contains(b.Name.Identifier.ValueText) || (b.Parent is InvocationExpressionSyntax call && IsLockCall(call))
                    ),
            AssignmentExpressionSyntax assignment when assignment.Left == whole => true,
            AssignmentExpressionSyntax or ReturnStatementSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax => IsOnlyHeld(
                whole
            ),
            IsPatternExpressionSyntax { Pattern: var pattern } => pattern
                .DescendantNodesAndSelf()
                .OfType<SingleVariableDesignationSyntax>()
                .All(variable => IsOnlyHeld(models.For(variable.SyntaxTree)?.GetDeclaredSymbol(variable, cancellation))),
            BinaryExpressionSyntax or UsingStatementSyntax or NameColonSyntax => true,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument => call.Expression.ToString()
                is "GC.KeepAlive"
                    or "Interlocked.Exchange"
                || IdentifierWords.MentionsRelease(Calls.NameOf(call.Expression) ?? "")
                || IsLockCall(call)
                || IsGuard(call)
                || (ParameterFor(argument) is { } parameter && IsOnlyHeld(parameter)),
            ArgumentSyntax argument => ParameterFor(argument) is { } parameter && IsOnlyHeld(parameter),
            _ => false,
        };
    }

    private static bool IsView(ExpressionSyntax whole) =>
        whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } access
            && access.Expression == whole
            && FileApiRows.Views.Contains(name)
        || (
            whole is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called }
            && whole.Parent is InvocationExpressionSyntax
            && FileApiRows.Views.Contains(called)
        );

    private bool IsLockCall(InvocationExpressionSyntax call) =>
        Locking is not null
        && models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method
        && Locking.FunctionOf(method) is not null;

    private bool IsGuard(InvocationExpressionSyntax call) =>
        models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && FileApi.IsGuard(method);

    /// <summary>True where the method that is given the file puts it into a member or a using: then it is held.</summary>
    private bool IsKept(IParameterSymbol parameter) =>
        UsesOf(parameter)
            .Any(use =>
                use.Parent is UsingStatementSyntax
                || (
                    use.Parent is AssignmentExpressionSyntax assignment
                    && assignment.Right == use
                    && SymbolOf(assignment.Left) is IFieldSymbol or IPropertySymbol
                )
                || (use.Parent is ArgumentSyntax argument && ParameterFor(argument) is { } next && _followed.Add(next) && IsKept(next))
            );

    /// <summary>True for the result of a method that the type itself calls, where every caller only holds it.</summary>
    private bool IsOnlyHeldByCallers(ExpressionSyntax returned)
    {
        if (
            models.For(returned.SyntaxTree)?.GetEnclosingSymbol(returned.SpanStart, cancellation)
                is not IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } method
            || !_followed.Add(method)
            || _followed.Count > MaxHands
        )
            return false;

        var calls = method
            .ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellation).DescendantNodes())
            .OfType<InvocationExpressionSyntax>()
            .Where(call =>
                Calls.NameOf(call.Expression) == method.Name
                && SymbolEqualityComparer.Default.Equals(models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol, method)
            )
            .ToList();
        return calls.Count > 0 && calls.TrueForAll(call => IsOnlyHeld(call));
    }

    /// <summary>The parameter of a method or constructor in source that an argument is for.</summary>
    private IParameterSymbol? ParameterFor(ArgumentSyntax argument)
    {
        if (
            argument.Parent?.Parent is not ExpressionSyntax call
            || models.For(call.SyntaxTree)?.GetSymbolInfo(call, cancellation).Symbol
                is not IMethodSymbol { DeclaringSyntaxReferences.IsEmpty: false } method
            || NativeImport.Of(method) is not null
        )
            return null;

        return argument.NameColon is { Name.Identifier.ValueText: var name } ? method.Parameters.FirstOrDefault(p => p.Name == name)
            : argument.Parent is BaseArgumentListSyntax list ? method.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(argument))
            : null;
    }

    private ISymbol? DeclaredBy(VariableDeclaratorSyntax declarator) =>
        models.For(declarator.SyntaxTree)?.GetDeclaredSymbol(declarator, cancellation);

    private ISymbol? SymbolOf(ExpressionSyntax target) =>
        models.For(target.SyntaxTree)?.GetSymbolInfo(target, cancellation).Symbol
            is (IFieldSymbol or IPropertySymbol or ILocalSymbol)
                and var symbol
            ? symbol
            : null;

    private ITypeSymbol? TypeAt(ExpressionSyntax value) => models.For(value.SyntaxTree)?.GetTypeInfo(value, cancellation).ConvertedType;

    /// <summary>True for a type that has no members to read or write with.</summary>
    private static bool IsOpaque(ITypeSymbol? type) =>
        type is { Name: "IDisposable" or "IAsyncDisposable" } or { SpecialType: SpecialType.System_Object };
}
