using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>LOCK5002: a raw handle whose owner nothing keeps alive while the handle is in use.</summary>
internal sealed class RawHandleOutlived() : HandleRule<HandleVerdict.OwnerNotKept>(Described)
{
    public const string Id = "LOCK5002";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Raw handle whose owner may be finalized while it is used",
        "'{0}' takes the raw handle of '{1}', which nothing keeps alive {2}; pass the SafeHandle",
        Category.Declaration,
        DiagnosticSeverity.Warning,
        "The collector may finalize the owner of a raw handle as soon as no code reads it any more: the handle is then closed, and the lock gone, while it is in use."
    );

    public override IEnumerable<Diagnostic> JudgeFile(SyntaxTree file, RuleContext context) =>
        context
            .RawHandlesKeptIn(file)
            .Select(kept =>
                Diagnostic.Create(Descriptor, kept.Taken.Syntax.GetLocation(), Text(kept.Taken), Text(kept.Owner), "as long as the field")
            );

    protected override Diagnostic Report(LockCallFacts call, HandleVerdict.OwnerNotKept verdict)
    {
        var (taken, owner, outlives) = verdict.Handle;
        var data = new DeclarationFixData { Story = ImmutableArray.Create(call.Site.Syntax.GetLocation()) };
        return Report(
            outlives ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            taken.Syntax.GetLocation(),
            call.IsDirect && DeclarationOf(call) is { } declaration
                ? data with
                {
                    Edit = DeclarationEdit.PassSafeHandle,
                    Declaration = declaration,
                    Parameter = call.Call.Function.Parameters.IndexOf(ArgumentRole.Handle),
                }
                : data with
                {
                    Edit = DeclarationEdit.CountReference,
                },
            Text(taken),
            Text(owner),
            $"until '{call.Name}' returns"
        );
    }

    /// <summary>The native declaration, where it is in the source and takes a number for a handle.</summary>
    private static Location? DeclarationOf(LockCallFacts call) =>
        call.Call.ArgumentOf(ArgumentRole.Handle) is { Parameter: { Type.IsReferenceType: false, ContainingSymbol: { } native } }
            ? native.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().GetLocation()
            : null;

    private static string Text(IOperation operation) => operation.Syntax.ToString();
}
