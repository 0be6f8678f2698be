using LockAnalyzers.Interpretation;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Judgement.LockFiles;

/// <summary>
/// Finds where a lock file is deleted by the code that releases it. The path ties the deletion to the file: the same variable or field,
/// through assignments and constructor parameters, or the name of the stream that was locked.
/// </summary>
internal static class LockFileDeletions
{
    private static readonly HashSet<string> IdentityChecks =
    [
        "fstat",
        "stat",
        "lstat",
        "st_ino",
        "GetFileInformationByHandle",
        "GetFileInformationByHandleEx",
        "inode",
        "Inode",
    ];

    public static IEnumerable<InvocationExpressionSyntax> In(
        SyntaxTree tree,
        SemanticModel model,
        LockCompilation program,
        CancellationToken cancellation
    )
    {
        foreach (var deletion in tree.GetRoot(cancellation).DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (
                NameOf(deletion) is not ("Delete" or "unlink" or "DeleteFile" or "DeleteFileW")
                || model.GetOperation(deletion, cancellation) is not IInvocationOperation call
                || FileApi.DeletedPath(call) is not { } path
                || deletion.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
                || Bodies.Around(deletion) is not { } body
            )
            {
                continue;
            }

            if (IsLockFile(deletion, path, body, type, model, program, cancellation))
                yield return deletion;
        }
    }

    private static bool IsLockFile(
        InvocationExpressionSyntax deletion,
        IOperation path,
        SyntaxNode body,
        TypeDeclarationSyntax type,
        SemanticModel model,
        LockCompilation program,
        CancellationToken cancellation
    )
    {
        if (!Releases(body, deletion, model, program) || type.DescendantTokens().Any(t => IdentityChecks.Contains(t.ValueText)))
            return false;

        var source = SourceOf(path, body, model, cancellation);
        if (IsPathOfRuntimeLock(source))
            return true;

        var names = Aliases(path, body, type, model, cancellation);
        var openings = type.DescendantNodes()
            .Where(n => n is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax)
            .Select(n => model.GetOperation(n, cancellation))
            .OfType<IOperation>()
            .Where(o => PathOpenedBy(o) is { } opened && RootOf(opened) is { } root && names.Contains(root))
            .ToList();

        // A file whose creation is the lock is nobody's to wait for: deleting it is how such a lock is released.
        if (openings.Count > 0 && openings.TrueForAll(o => o.Syntax.ToString().Contains("CreateNew")))
            return false;

        var acquires = program
            .BodiesIn(type.SyntaxTree, cancellation)
            .SelectMany(b => b.Calls)
            .Where(c => type.Span.Contains(c.Site.Syntax.Span) && c.IsAcquire && c.Accesses.IsEmpty && c.Writes.IsEmpty)
            .ToList();
        if (names.Any(n => Says(n.Name)) || Says(type.Identifier.ValueText))
        {
            var isHeldOpen =
                openings.Exists(o => o.Syntax.ToString().Contains("FileShare.None"))
                || (IsNameOfStream(source) && type.ToString().Contains("FileShare.None"));
            return (acquires.Count > 0 || isHeldOpen) && (openings.Count > 0 || names.Any(n => Says(n.Name)) || IsNameOfStream(source));
        }

        // A file that nothing calls a lock has to be locked itself, and to be good for nothing else.
        return acquires.Exists(c =>
                c.File is SymbolicExpression.OpenedFile { Site.Syntax: var opened } && openings.Exists(o => o.Syntax == opened)
            ) && !IsReplaced(names, body, model, cancellation);
    }

    /// <summary>True when the body writes another file to the path: what it deletes is data.</summary>
    private static bool IsReplaced(HashSet<ISymbol> names, SyntaxNode body, SemanticModel model, CancellationToken cancellation) =>
        body.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(call => model.GetOperation(call, cancellation))
            .OfType<IInvocationOperation>()
            .Any(call =>
                FileApi.DeletedPath(call) is null
                && FileApi.WrittenPaths(call.TargetMethod) is { IsEmpty: false } written
                && call.Arguments.Any(a =>
                    a.Parameter?.Ordinal == written[written.Length - 1] && RootOf(a.Value) is { } path && names.Contains(path)
                )
            );

    private static bool Says(string name) => IdentifierWords.MentionsLock(name);

    /// <summary>True when the body gives a lock back, or closes a file, around the deletion, itself or by a method that says so.</summary>
    private static bool Releases(SyntaxNode body, SyntaxNode deletion, SemanticModel model, LockCompilation program) =>
        body.DescendantNodes()
            .Any(node =>
                node switch
                {
                    InvocationExpressionSyntax call when call != deletion => IdentifierWords.MentionsRelease(NameOf(call) ?? "")
                        || (
                            model.GetSymbolInfo(call).Symbol is IMethodSymbol method
                            && program.Recognizer.FunctionOf(method) is { Releases: true }
                        ),
                    UsingStatementSyntax used => !used.Span.Contains(deletion.Span),
                    _ => false,
                }
            );

    /// <summary>The variables and fields that hold the path, or the stream whose name it is.</summary>
    private static HashSet<ISymbol> Aliases(
        IOperation path,
        SyntaxNode body,
        TypeDeclarationSyntax type,
        SemanticModel model,
        CancellationToken cancellation
    )
    {
        var names = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (RootOf(path) is { } root)
            names.Add(root);
        for (var round = 0; round < 2; round++)
        {
            foreach (var assignment in type.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                foreach (var (left, right) in Pairs(assignment.Left, assignment.Right))
                    Tie(model.GetSymbolInfo(left, cancellation).Symbol, model.GetOperation(right, cancellation));
            }

            foreach (var declarator in body.DescendantNodes().OfType<VariableDeclaratorSyntax>())
            {
                if (declarator.Initializer is { } initializer)
                    Tie(model.GetDeclaredSymbol(declarator, cancellation), model.GetOperation(initializer.Value, cancellation));
            }
        }

        return names;

        void Tie(ISymbol? left, IOperation? right)
        {
            if (left is null || right is null || RootOf(right) is not { } source)
                return;
            if (names.Contains(left))
                names.Add(source);
            else if (
                names.Contains(source)
                && left is IFieldSymbol or IPropertySymbol or ILocalSymbol
                && right is not IObjectCreationOperation
            )
                names.Add(left);
        }
    }

    /// <summary>What is assigned to what, tuples taken apart.</summary>
    private static IEnumerable<(ExpressionSyntax Left, ExpressionSyntax Right)> Pairs(ExpressionSyntax left, ExpressionSyntax right) =>
        left is TupleExpressionSyntax lefts && right is TupleExpressionSyntax rights && lefts.Arguments.Count == rights.Arguments.Count
            ? lefts.Arguments.Zip(rights.Arguments, (l, r) => (l.Expression, r.Expression))
            : [(left, right)];

    /// <summary>What the path is read from, itself or through locals.</summary>
    private static IOperation SourceOf(IOperation path, SyntaxNode body, SemanticModel model, CancellationToken cancellation)
    {
        // Half-typed code may have a local initialized with itself.
        for (var step = 0; step < 4 && path is ILocalReferenceOperation { Local: var local }; step++)
        {
            var declarator = body.DescendantNodes()
                .OfType<VariableDeclaratorSyntax>()
                .FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(d, cancellation), local));
            if (declarator?.Initializer is not { } initializer || model.GetOperation(initializer.Value, cancellation) is not { } value)
                break;

            path = value;
        }

        return path;
    }

    private static bool IsNameOfStream(IOperation path) =>
        path is IPropertyReferenceOperation { Property.Name: "Name", Instance: { } stream } && FileApi.IsStreamOrWriter(stream.Type);

    private static bool IsPathOfRuntimeLock(IOperation path) =>
        path
            is IPropertyReferenceOperation
            {
                Property:
                { Name: "Path", ContainingType.ContainingNamespace: { Name: "FileLocking", ContainingNamespace.IsGlobalNamespace: true } }
            };

    private static IOperation? PathOpenedBy(IOperation operation) =>
        operation switch
        {
            IObjectCreationOperation { Constructor: { } constructor } creation when FileApi.Opens(constructor) => creation
                .Arguments.FirstOrDefault()
                ?.Value,
            IInvocationOperation call when FileApi.Opens(call.TargetMethod) => call.Instance ?? call.Arguments.FirstOrDefault()?.Value,
            _ => null,
        };

    /// <summary>The variable or field that an expression starts from.</summary>
    private static ISymbol? RootOf(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation { Instance: { } instance, Property.Name: "FullName" or "Name" } => RootOf(instance),
            IPropertyReferenceOperation property => property.Property,
            IConversionOperation conversion => RootOf(conversion.Operand),
            _ => null,
        };

    private static string? NameOf(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };
}
