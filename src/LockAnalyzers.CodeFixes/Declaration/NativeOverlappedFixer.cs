using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace LockAnalyzers.CodeFixes.Declaration;

/// <summary>LOCK5001: puts NativeOverlapped in the place of an own OVERLAPPED, and adapts those who use it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NativeOverlappedFixer() : LockFixProvider("Use NativeOverlapped", UseNativeOverlapped, WrongNativeDeclaration.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string UseNativeOverlapped = nameof(UseNativeOverlapped);

    private protected override async Task<CodeEdit?> FindAsync(FixContext context, CancellationToken cancellation)
    {
        if (
            DeclarationFixData.TryRead(context.Diagnostic) is not { Edit: DeclarationEdit.UseNativeOverlapped }
            || StructureAt(context, cancellation) is not { } structure
            || MembersOf(structure) is not { } members
        )
        {
            return null;
        }

        var solution = context.Document.Project.Solution;
        var edits = new List<(SyntaxNode Old, Func<SyntaxNode, SyntaxNode> New)>();
        foreach (var (field, member) in members)
        {
            if (await SolutionReferences.ToAsync(field, solution, cancellation).ConfigureAwait(false) is not { } uses)
                return null;

            foreach (var (name, model) in uses)
            {
                if (Adapted(name, field, member, model, cancellation) is not { } edit)
                    return null;

                edits.Add(edit);
            }
        }

        if (await SolutionReferences.ToAsync(structure, solution, cancellation).ConfigureAwait(false) is not { } names)
            return null;

        var declaration = structure.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        edits.AddRange(
            names
                .Where(use => !declaration.Contains(use.Name))
                .Select(use => (Qualified(use.Name), (Func<SyntaxNode, SyntaxNode>)NativeOverlapped))
        );
        return async (session, token) =>
        {
            if (!session.IsFirst(declaration, UseNativeOverlapped))
                return;

            foreach (var (old, @new) in edits)
            {
                var editor = await session.EditAsync(old.SyntaxTree, token).ConfigureAwait(false);
                editor.ReplaceNode(old, (current, _) => @new(current));
            }

            Remove(declaration, await session.EditAsync(declaration.SyntaxTree, token).ConfigureAwait(false));
        };
    }

    /// <summary>The structure that the diagnostic points at, or that the parameter there has.</summary>
    private static INamedTypeSymbol? StructureAt(FixContext context, CancellationToken cancellation)
    {
        var type =
            context.Node is StructDeclarationSyntax declared ? context.Model.GetDeclaredSymbol(declared, cancellation)
            : context.Node.AncestorsAndSelf().OfType<TypeSyntax>().LastOrDefault() is { } written
                ? context.Model.GetTypeInfo(written, cancellation).Type is IPointerTypeSymbol pointer ? pointer.PointedAtType
                    : context.Model.GetTypeInfo(written, cancellation).Type
            : null;
        return
            type is INamedTypeSymbol { TypeKind: TypeKind.Struct, DeclaringSyntaxReferences: { Length: 1 } references } named
            && references[0].GetSyntax(cancellation) is StructDeclarationSyntax { ContainsDirectives: false } syntax
            && context.Document.Project.Solution.GetDocument(syntax.SyntaxTree) is not (null or SourceGeneratedDocument)
            ? named
            : null;
    }

    /// <summary>
    /// The members of NativeOverlapped that the fields stand for; null for a structure that has or does anything else.
    /// </summary>
    private static ImmutableArray<(IFieldSymbol Field, string Member)>? MembersOf(INamedTypeSymbol structure)
    {
        var fields = ImmutableArray.CreateBuilder<(IFieldSymbol, string)>();
        foreach (var member in structure.GetMembers().Where(m => !m.IsImplicitlyDeclared))
        {
            if (
                member is not IFieldSymbol { IsStatic: false, IsConst: false, IsFixedSizeBuffer: false } field
                || NativeStruct.Overlapped.Fields.FirstOrDefault(f => f.IsCalled(field.Name)) is not { } native
                || NameOf(native) is not { } name
                || fields.Any(f => f.Item2 == name)
            )
                return null;

            fields.Add((field, name));
        }

        return fields.ToImmutable();
    }

    private static string? NameOf(NativeField native) =>
        native.Name switch
        {
            "Internal" => "InternalLow",
            "InternalHigh" => "InternalHigh",
            "Offset" => "OffsetLow",
            "OffsetHigh" => "OffsetHigh",
            "hEvent" => "EventHandle",
            _ => null,
        };

    /// <summary>The use of a field as a use of the member; null where the value has another type and is more than assigned.</summary>
    private static (SyntaxNode, Func<SyntaxNode, SyntaxNode>)? Adapted(
        SimpleNameSyntax name,
        IFieldSymbol field,
        string member,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        var use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name;
        var isHalf = member.StartsWith("Offset", StringComparison.Ordinal);
        if (
            use.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
            && assignment.Left == use
        )
        {
            var convert = isHalf ? AsInt(assignment.Right, model, cancellation) : AsIntPtr(assignment.Right, model, cancellation);
            return convert is not null && assignment.Parent is ExpressionStatementSyntax or InitializerExpressionSyntax
                ? (assignment, current => Assigned((AssignmentExpressionSyntax)current, member, convert!))
                : null;
        }

        var isRead =
            use is MemberAccessExpressionSyntax
            && (use.Parent as AssignmentExpressionSyntax)?.Left != use
            && use.Parent
                is not (
                    ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None }
                    or PostfixUnaryExpressionSyntax
                    or PrefixUnaryExpressionSyntax
                    or RefExpressionSyntax
                    or MemberAccessExpressionSyntax
                );
        if (!isRead || use.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression.ToString() == "nameof"))
            return null;

        return (isHalf, field.Type.SpecialType) switch
        {
            (true, SpecialType.System_Int32) or (false, SpecialType.System_IntPtr) => (name, current => Renamed(current, member)),
            (true, SpecialType.System_UInt32) => (
                use,
                current =>
                    Unchecked(
                            SyntaxKind.UIntKeyword,
                            (ExpressionSyntax)Renamed(((MemberAccessExpressionSyntax)current).WithoutTrivia(), member)
                        )
                        .WithTriviaFrom(current)
            ),
            _ => null,
        };
    }

    private static SyntaxNode Assigned(
        AssignmentExpressionSyntax assignment,
        string member,
        Func<ExpressionSyntax, ExpressionSyntax> convert
    )
    {
        var target = assignment.Left is MemberAccessExpressionSyntax access
            ? (ExpressionSyntax)access.WithName(SyntaxFactory.IdentifierName(member).WithTriviaFrom(access.Name))
            : SyntaxFactory.IdentifierName(member).WithTriviaFrom(assignment.Left);
        return assignment.WithLeft(target).WithRight(convert(assignment.Right).WithTriviaFrom(assignment.Right));
    }

    private static SyntaxNode Renamed(SyntaxNode use, string member) =>
        use is MemberAccessExpressionSyntax access
            ? access.WithName(SyntaxFactory.IdentifierName(member))
            : SyntaxFactory.IdentifierName(member).WithTriviaFrom(use);

    /// <summary>How the bits of a 32-bit number become an int; null where the value is of another type.</summary>
    private static Func<ExpressionSyntax, ExpressionSyntax>? AsInt(
        ExpressionSyntax value,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        if (ConstantValues.Of(model, value, cancellation) == 0)
            return _ => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(0));

        var type = model.GetTypeInfo(value, cancellation).Type?.SpecialType;
        if (type is SpecialType.System_Int32 or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Byte)
            return current => current;
        if (type != SpecialType.System_UInt32)
            return null;

        // The low 32 bits of a wider number are the same, whether they are taken as uint first or not.
        return
            value is CastExpressionSyntax cast
            && model.GetTypeInfo(cast.Expression, cancellation).Type?.SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64
            ? current => Unchecked(SyntaxKind.IntKeyword, ((CastExpressionSyntax)current).Expression)
            : current => Unchecked(SyntaxKind.IntKeyword, current);
    }

    /// <summary>The number cast to a type of as many bits, whatever the project says of overflows.</summary>
    private static ExpressionSyntax Unchecked(SyntaxKind type, ExpressionSyntax value)
    {
        var bare = value.WithoutTrivia();
        var isPrimary =
            bare
            is IdentifierNameSyntax
                or MemberAccessExpressionSyntax
                or InvocationExpressionSyntax
                or ParenthesizedExpressionSyntax
                or CheckedExpressionSyntax;
        return SyntaxFactory.CheckedExpression(
            SyntaxKind.UncheckedExpression,
            SyntaxFactory.CastExpression(
                SyntaxFactory.PredefinedType(SyntaxFactory.Token(type)),
                isPrimary ? bare : SyntaxFactory.ParenthesizedExpression(bare)
            )
        );
    }

    private static Func<ExpressionSyntax, ExpressionSyntax>? AsIntPtr(
        ExpressionSyntax value,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        var isZero =
            ConstantValues.Of(model, value, cancellation) == 0
            || value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Zero" }
            || value.RawKind is (int)SyntaxKind.DefaultLiteralExpression or (int)SyntaxKind.DefaultExpression;
        if (isZero)
            return _ =>
                SyntaxFactory.ParseExpression(
                    model.LookupNamespacesAndTypes(value.SpanStart, name: "IntPtr").IsEmpty ? "System.IntPtr.Zero" : "IntPtr.Zero"
                );

        return model.GetTypeInfo(value, cancellation).Type?.SpecialType == SpecialType.System_IntPtr ? current => current : null;
    }

    private static SyntaxNode NativeOverlapped(SyntaxNode old) =>
        SyntaxFactory
            .ParseTypeName("global::System.Threading.NativeOverlapped")
            .WithAdditionalAnnotations(Simplifier.Annotation)
            .WithTriviaFrom(old);

    /// <summary>The name with the types and namespaces before it.</summary>
    private static SyntaxNode Qualified(SimpleNameSyntax name) =>
        name.Parent switch
        {
            QualifiedNameSyntax qualified when qualified.Right == name => qualified.Parent is AliasQualifiedNameSyntax outer
                ? outer
                : qualified,
            MemberAccessExpressionSyntax access when access.Name == name => access,
            AliasQualifiedNameSyntax alias => alias,
            _ => name,
        };

    /// <summary>Removes the structure; what follows it as the new first member needs no empty line before it.</summary>
    private static void Remove(SyntaxNode declaration, DocumentEditor editor)
    {
        if (
            declaration.Parent is TypeDeclarationSyntax owner
            && owner.Members.First() == declaration
            && owner.Members.Skip(1).FirstOrDefault() is { } next
            && next.GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)
        )
            editor.ReplaceNode(next, (current, _) => current.WithLeadingTrivia(current.GetLeadingTrivia().RemoveAt(0)));

        editor.RemoveNode(declaration, SyntaxRemoveOptions.KeepNoTrivia | SyntaxRemoveOptions.KeepUnbalancedDirectives);
    }
}
