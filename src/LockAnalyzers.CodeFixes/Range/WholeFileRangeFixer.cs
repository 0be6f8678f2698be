using System.Collections.Immutable;
using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Range;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>LOCK2003, LOCK2004, LOCK2005: locks the whole file, and unlocks the whole file wherever the lock is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WholeFileRangeFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string LockWholeFile = nameof(LockWholeFile);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(ZeroLengthLock.Id, RangeMissesData.Id, LocksConstantPart.Id);

    private protected override string Title => "Lock the whole file";

    private protected override string Key => LockWholeFile;

    private protected override async Task<CodeEdit?> FindAsync(FixContext fault, CancellationToken cancellation)
    {
        if (
            await RangeCall.OfAsync(fault, cancellation).ConfigureAwait(false) is not { } call
            || await RangeCall.PartnersAsync(fault, cancellation).ConfigureAwait(false) is not { } partners
        )
        {
            return null;
        }

        var mend = new RangeEditPlan();
        var calls = partners.Prepend(call).ToList();
        var isOffsetZero = fault[RangeFix.OffsetIsZero] is not null;
        return calls.TrueForAll(c => Plan(mend, c, calls, isOffsetZero)) && !mend.IsEmpty ? mend.ApplyAsync : null;
    }

    private static bool Plan(RangeEditPlan mend, RangeCall call, List<RangeCall> calls, bool isOffsetZero) =>
        call.Api switch
        {
            LockApi.LockFileEx => PutAll(mend, call, ArgumentRole.LengthLow)
                && PutAll(mend, call, ArgumentRole.LengthHigh)
                && (isOffsetZero || PutInStructure(mend, call, ArgumentRole.Overlapped, calls)),
            LockApi.LockFile => PutAll(mend, call, ArgumentRole.LengthLow)
                && PutAll(mend, call, ArgumentRole.LengthHigh)
                && PutZero(mend, call, ArgumentRole.OffsetLow)
                && PutZero(mend, call, ArgumentRole.OffsetHigh),
            LockApi.FileStream => PutZero(mend, call, ArgumentRole.Offset) && Put(mend, call, ArgumentRole.Length, "long.MaxValue"),
            LockApi.Fcntl => PutInStructure(mend, call, ArgumentRole.Record, calls),
            _ => false,
        };

    private static bool PutAll(RangeEditPlan mend, RangeCall call, ArgumentRole role) =>
        call.TypeOf(role) switch
        {
            { SpecialType: SpecialType.System_UInt32 } => Put(mend, call, role, "uint.MaxValue"),
            { SpecialType: SpecialType.System_Int32 } => Put(mend, call, role, "unchecked((int)uint.MaxValue)"),
            _ => false,
        };

    private static bool PutZero(RangeEditPlan mend, RangeCall call, ArgumentRole role) => call.IsZero(role) || Put(mend, call, role, "0");

    private static bool Put(RangeEditPlan mend, RangeCall call, ArgumentRole role, string mended)
    {
        if (call[role] is not { } argument)
            return false;

        mend.Replace(call, argument, SyntaxFactory.ParseExpression(mended));
        return true;
    }

    /// <summary>
    /// Puts zero where the code fills in the offset and the length: an OVERLAPPED begins at zero then, a record of fcntl goes from zero
    /// to the end of the file.
    /// </summary>
    private static bool PutInStructure(RangeEditPlan mend, RangeCall call, ArgumentRole argument, List<RangeCall> calls)
    {
        if (
            call[argument] is not { } reference
            || LockStructLocal.Of(reference, call.Model) is not { } structure
            || !structure.IsOnlyIn(calls.Select(c => c.Syntax))
        )
            return false;

        var places = structure
            .Assigned.Where(a => a.Role is ArgumentRole.OffsetLow or ArgumentRole.OffsetHigh or ArgumentRole.Offset or ArgumentRole.Length)
            .ToList();
        foreach (var (_, value) in places)
            mend.Replace(call, value, SyntaxFactory.ParseExpression("0"));
        return places.Count > 0;
    }
}
