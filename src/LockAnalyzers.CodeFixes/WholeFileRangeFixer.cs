using System.Collections.Immutable;
using LockAnalyzers.Flow;
using LockAnalyzers.Recognition;
using LockAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LockAnalyzers.CodeFixes;

/// <summary>LOCK2003, LOCK2004, LOCK2005: locks the whole file, and unlocks the whole file wherever the lock is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WholeFileRangeFixer : LockFixProvider
{
    /// <summary>The equivalence key of this fix.</summary>
    public const string LockWholeFile = nameof(LockWholeFile);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(LocksNothing.Id, RangeMissesData.Id, LocksConstantPart.Id);

    private protected override string Title => "Lock the whole file";

    private protected override string Key => LockWholeFile;

    private protected override async Task<Mend?> FindAsync(Fault fault, CancellationToken cancellation)
    {
        if (await RangeCall.OfAsync(fault, cancellation).ConfigureAwait(false) is not { } call
            || await RangeCall.PartnersAsync(fault, cancellation).ConfigureAwait(false) is not { } partners)
        {
            return null;
        }

        var mend = new RangeMend();
        var calls = partners.Prepend(call).ToList();
        var isOffsetZero = fault[RangeFix.OffsetIsZero] is not null;
        return calls.TrueForAll(c => Plan(mend, c, calls, isOffsetZero)) && !mend.IsEmpty ? mend.ApplyAsync : null;
    }

    private static bool Plan(RangeMend mend, RangeCall call, List<RangeCall> calls, bool isOffsetZero) => call.Api switch
    {
        LockApi.LockFileEx => PutAll(mend, call, Role.LengthLow) && PutAll(mend, call, Role.LengthHigh)
            && (isOffsetZero || PutInStructure(mend, call, Role.Overlapped, calls)),
        LockApi.LockFile => PutAll(mend, call, Role.LengthLow) && PutAll(mend, call, Role.LengthHigh)
            && PutZero(mend, call, Role.OffsetLow) && PutZero(mend, call, Role.OffsetHigh),
        LockApi.FileStream => PutZero(mend, call, Role.Offset) && Put(mend, call, Role.Length, "long.MaxValue"),
        LockApi.Fcntl => PutInStructure(mend, call, Role.Record, calls),
        _ => false,
    };

    private static bool PutAll(RangeMend mend, RangeCall call, Role role) => call.TypeOf(role) switch
    {
        { SpecialType: SpecialType.System_UInt32 } => Put(mend, call, role, "uint.MaxValue"),
        { SpecialType: SpecialType.System_Int32 } => Put(mend, call, role, "unchecked((int)uint.MaxValue)"),
        _ => false,
    };

    private static bool PutZero(RangeMend mend, RangeCall call, Role role) => call.IsZero(role) || Put(mend, call, role, "0");

    private static bool Put(RangeMend mend, RangeCall call, Role role, string mended)
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
    private static bool PutInStructure(RangeMend mend, RangeCall call, Role argument, List<RangeCall> calls)
    {
        if (call[argument] is not { } reference || LockStructure.Of(reference, call.Model) is not { } structure || !structure.IsOnlyIn(calls.Select(c => c.Syntax)))
            return false;

        var places = structure.Assigned.Where(a => a.Role is Role.OffsetLow or Role.OffsetHigh or Role.Offset or Role.Length).ToList();
        foreach (var (_, value) in places)
            mend.Replace(call, value, SyntaxFactory.ParseExpression("0"));
        return places.Count > 0;
    }
}
