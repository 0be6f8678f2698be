using LockAnalyzers.Interpretation;
using LockAnalyzers.Model.Facts;
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
internal sealed class LockFileDeletions(SemanticModel model, LockCompilation compilation, CancellationToken cancellation)
{
    /// <summary>
    /// Names by which code checks whether a path still leads to the file that it has open; such code deletes the right file only.
    /// </summary>
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

    public IEnumerable<InvocationExpressionSyntax> All() =>
        model
            .SyntaxTree.GetRoot(cancellation)
            .DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Where(call => Calls.NameOf(call.Expression) is "Delete" or "unlink" or "DeleteFile" or "DeleteFileW")
            .Select(DeletionAt)
            .OfType<Deletion>()
            .Where(IsOfLockFile)
            .Select(deletion => deletion.Call);

    private Deletion? DeletionAt(InvocationExpressionSyntax call) =>
        model.GetOperation(call, cancellation) is IInvocationOperation operation
        && FileApi.DeletedPath(operation) is { } path
        && call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && Bodies.Around(call) is { } body
            ? new(call, path, SourceOf(path, body), body, type)
            : null;

    private bool IsOfLockFile(Deletion deletion)
    {
        if (!ReleasesToo(deletion) || deletion.Type.DescendantTokens().Any(t => IdentityChecks.Contains(t.ValueText)))
            return false;
        if (IsPathOfRuntimeLock(deletion.Source))
            return true;

        var names = NamesOf(deletion);
        var openings = OpeningsOf(names, deletion.Type);

        // Where creating the file is the lock, deleting it is the release: nobody waits on such a file.
        if (openings.Count > 0 && openings.TrueForAll(CreatesNew))
            return false;

        var locks = LocksForNothingElse(deletion.Type);
        if (!names.Any(n => IdentifierWords.MentionsLock(n.Name)) && !IdentifierWords.MentionsLock(deletion.Type.Identifier.ValueText))
        {
            // If nothing is called a lock, report only a file that is locked, and neither read, written nor replaced.
            return locks.Exists(l =>
                    l.File is SymbolicExpression.OpenedFile { Site.Syntax: var site } && openings.Exists(o => o.Syntax == site)
                ) && !IsReplaced(names, deletion.Body);
        }

        var isNameOfStream = IsNameOfStream(deletion.Source);
        return (locks.Count > 0 || openings.Exists(SharesWithNobody) || (isNameOfStream && NamesFileShareNone(deletion.Type)))
            && (openings.Count > 0 || names.Any(n => IdentifierWords.MentionsLock(n.Name)) || isNameOfStream);
    }

    /// <summary>The locks of the type under which the file is neither read nor written.</summary>
    private List<LockCallFacts> LocksForNothingElse(TypeDeclarationSyntax type) =>
        compilation
            .BodiesIn(type.SyntaxTree, cancellation)
            .SelectMany(b => b.Calls)
            .Where(c => type.Span.Contains(c.Site.Syntax.Span) && c.IsAcquire && c.Accesses.IsEmpty && c.Writes.IsEmpty)
            .ToList();

    /// <summary>The operations in the type that open a file at one of these paths.</summary>
    private List<IOperation> OpeningsOf(HashSet<ISymbol> names, TypeDeclarationSyntax type) =>
        type.DescendantNodes()
            .Where(n => n is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax)
            .Select(n => model.GetOperation(n, cancellation))
            .OfType<IOperation>()
            .Where(o => PathOpenedBy(o) is { } path && RootOf(path) is { } root && names.Contains(root))
            .ToList();

    private static bool CreatesNew(IOperation opening) => PassesConstant(opening, nameof(FileMode), (int)FileMode.CreateNew);

    private static bool SharesWithNobody(IOperation opening) => PassesConstant(opening, nameof(FileShare), (int)FileShare.None);

    /// <summary>True when the opening is given a constant of an enum of System.IO, directly or in its options.</summary>
    private static bool PassesConstant(IOperation opening, string type, int value) =>
        opening
            .Descendants()
            .Any(o =>
                o.Type is { TypeKind: TypeKind.Enum, ContainingNamespace.Name: "IO" }
                && o.Type.Name == type
                && o.ConstantValue is { HasValue: true, Value: int constant }
                && constant == value
            );

    private bool NamesFileShareNone(TypeDeclarationSyntax type) =>
        type.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Any(name =>
                name.Identifier.ValueText == nameof(FileShare.None)
                && model.GetSymbolInfo(name, cancellation).Symbol
                    is IFieldSymbol { ContainingType: { Name: nameof(FileShare), ContainingNamespace.Name: "IO" } }
            );

    /// <summary>True when the body writes another file to the path, so that the file it deletes is data.</summary>
    private bool IsReplaced(HashSet<ISymbol> names, SyntaxNode body) =>
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

    /// <summary>
    /// True when the body that deletes the file also releases a lock or closes a file, itself or through a method of such a name.
    /// </summary>
    private bool ReleasesToo(Deletion deletion) =>
        deletion
            .Body.DescendantNodes()
            .Any(node =>
                node switch
                {
                    InvocationExpressionSyntax call when call != deletion.Call => IdentifierWords.MentionsRelease(
                        Calls.NameOf(call.Expression) ?? ""
                    )
                        || (
                            model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method
                            && compilation.Recognizer.FunctionOf(method) is { Releases: true }
                        ),
                    UsingStatementSyntax used => !used.Span.Contains(deletion.Call.Span),
                    _ => false,
                }
            );

    /// <summary>The variables and fields that hold the path, or the stream whose name it is.</summary>
    private HashSet<ISymbol> NamesOf(Deletion deletion)
    {
        var names = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (RootOf(deletion.Path) is { } root)
            names.Add(root);

        // Twice, so that a path that comes through two assignments is followed whatever their order.
        for (var round = 0; round < 2; round++)
        {
            foreach (var assignment in deletion.Type.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                foreach (var (left, right) in AssignmentsIn(assignment.Left, assignment.Right))
                    Tie(model.GetSymbolInfo(left, cancellation).Symbol, model.GetOperation(right, cancellation));
            }

            foreach (var declarator in deletion.Body.DescendantNodes().OfType<VariableDeclaratorSyntax>())
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

    /// <summary>What an assignment assigns to what: <c>(a, b) = (c, d)</c> is two.</summary>
    private static IEnumerable<(ExpressionSyntax Left, ExpressionSyntax Right)> AssignmentsIn(
        ExpressionSyntax left,
        ExpressionSyntax right
    ) =>
        left is TupleExpressionSyntax lefts && right is TupleExpressionSyntax rights && lefts.Arguments.Count == rights.Arguments.Count
            ? lefts.Arguments.Zip(rights.Arguments, (l, r) => (l.Expression, r.Expression))
            : [(left, right)];

    /// <summary>What the path is read from, itself or through locals.</summary>
    private IOperation SourceOf(IOperation path, SyntaxNode body)
    {
        // Four locals at most: in half-typed code a local may be initialized with itself.
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

    /// <summary>A call that deletes a file.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Path">The path, as it is passed.</param>
    /// <param name="Source">What the path is read from.</param>
    /// <param name="Body">The body around the call.</param>
    /// <param name="Type">The type around the call.</param>
    private sealed record Deletion(
        InvocationExpressionSyntax Call,
        IOperation Path,
        IOperation Source,
        SyntaxNode Body,
        TypeDeclarationSyntax Type
    );
}
