using LockAnalyzers.CodeFixes.Fixing;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules.Range;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace LockAnalyzers.CodeFixes.Range;

/// <summary>LOCK2003, LOCK2004, LOCK2005: locks the whole file, and unlocks the whole file wherever the lock is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WholeFileRangeFixer()
    : LockFixProvider("Lock the whole file", LockWholeFile, ZeroLengthLock.Id, RangeMissesData.Id, LocksConstantPart.Id)
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string LockWholeFile = nameof(LockWholeFile);

    /// <summary>To lock the whole file instead of a part changes the protocol among those who lock it.</summary>
    private protected override bool IsMendedInFixAll(string id) => id != LocksConstantPart.Id;

    private protected override async Task<CodeEdit?> FindAsync(FixContext context, CancellationToken cancellation)
    {
        if (
            RangeFixData.TryRead(context.Diagnostic) is not { } data
            || await RangeCall.WithPartnersAsync(context, data, cancellation).ConfigureAwait(false) is not var (call, partners)
        )
        {
            return null;
        }

        var plan = new RangeEditPlan();
        var calls = partners.Prepend(call).ToList();
        return calls.TrueForAll(c => Plan(plan, c, calls, data.IsOffsetZero)) && !plan.IsEmpty ? plan.ApplyAsync : null;
    }

    private static bool Plan(RangeEditPlan plan, RangeCall call, List<RangeCall> calls, bool isOffsetZero) =>
        call.Api switch
        {
            LockApi.LockFileEx => PutAll(plan, call, ArgumentRole.LengthLow)
                && PutAll(plan, call, ArgumentRole.LengthHigh)
                && (isOffsetZero || PutInStructure(plan, call, ArgumentRole.Overlapped, calls)),
            LockApi.LockFile => PutAll(plan, call, ArgumentRole.LengthLow)
                && PutAll(plan, call, ArgumentRole.LengthHigh)
                && PutZero(plan, call, ArgumentRole.OffsetLow)
                && PutZero(plan, call, ArgumentRole.OffsetHigh),
            LockApi.FileStream => PutZero(plan, call, ArgumentRole.Offset) && Put(plan, call, ArgumentRole.Length, "long.MaxValue"),
            LockApi.Fcntl => PutInStructure(plan, call, ArgumentRole.Record, calls),
            _ => false,
        };

    private static bool PutAll(RangeEditPlan plan, RangeCall call, ArgumentRole role) =>
        call.TypeOf(role) switch
        {
            { SpecialType: SpecialType.System_UInt32 } => Put(plan, call, role, "uint.MaxValue"),
            { SpecialType: SpecialType.System_Int32 } => Put(plan, call, role, "unchecked((int)uint.MaxValue)"),
            _ => false,
        };

    private static bool PutZero(RangeEditPlan plan, RangeCall call, ArgumentRole role) => call.IsZero(role) || Put(plan, call, role, "0");

    private static bool Put(RangeEditPlan plan, RangeCall call, ArgumentRole role, string text)
    {
        if (call[role] is not { } argument)
            return false;

        plan.Replace(call, argument, SyntaxFactory.ParseExpression(text));
        return true;
    }

    /// <summary>
    /// Puts zero where the code fills in the offset and the length: an OVERLAPPED begins at zero then, a record of fcntl goes from zero
    /// to the end of the file.
    /// </summary>
    private static bool PutInStructure(RangeEditPlan plan, RangeCall call, ArgumentRole argument, List<RangeCall> calls)
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
            plan.Replace(call, value, SyntaxFactory.ParseExpression("0"));
        return places.Count > 0;
    }
}
