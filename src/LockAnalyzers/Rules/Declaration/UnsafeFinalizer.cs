using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Declaration;

/// <summary>LOCK5007: a finalizer that unlocks, closes or deletes through another managed object, or can throw.</summary>
internal sealed class UnsafeFinalizer() : Rule(Described)
{
    public const string Id = "LOCK5007";

    private static readonly DiagnosticDescriptor Described = Describe(
        Id,
        "Finalizer uses other objects or can throw",
        "The finalizer of '{0}' {1}; leave it to the SafeHandle, or do it in Dispose alone",
        Category.Declaration,
        DiagnosticSeverity.Warning,
        "Other objects may have been finalized before, and an exception in a finalizer ends the process."
    );

    public override IEnumerable<Diagnostic> JudgeFile(SyntaxTree file, RuleContext context) =>
        context
            .FinalizerFaultsIn(file)
            .Select(fault =>
                Report(
                    fault.Site.Syntax.GetLocation(),
                    DeclarationFixData.None with
                    {
                        Story = ReferenceEquals(fault.Site, fault.Cause)
                            ? ImmutableArray<Location>.Empty
                            : ImmutableArray.Create(fault.Cause.Syntax.GetLocation()),
                    },
                    fault.Type,
                    What(fault)
                )
            );

    private static string What(FinalizerFault fault) =>
        fault.Kind switch
        {
            FinalizerFaultKind.Unlocks => $"unlocks through '{fault.Target}', which may have been finalized before",
            FinalizerFaultKind.Touches => $"uses '{fault.Target}', which may have been finalized before",
            FinalizerFaultKind.Deletes => "deletes a file, and ends the process where that fails",
            _ => $"can throw {fault.Target}, which ends the process",
        };
}
