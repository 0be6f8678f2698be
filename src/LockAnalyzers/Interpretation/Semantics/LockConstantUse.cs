using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation.Semantics;

/// <summary>A constant, named after a flag of a lock API, where it is spelled in an argument.</summary>
internal sealed record LockConstantUse(IFieldReferenceOperation Reference, LockConstant Flag)
{
    /// <summary>The constants that an argument spells by the names of lock APIs.</summary>
    public static IEnumerable<LockConstantUse> In(IOperation? argument) =>
        argument
            ?.DescendantsAndSelf()
            .OfType<IFieldReferenceOperation>()
            .Where(r => r.Field.HasConstantValue && r.Parent is not INameOfOperation)
            .Select(r => LockConstant.Called(r.Field.Name) is { } flag ? new LockConstantUse(r, flag) : null)
            .OfType<LockConstantUse>()
        ?? [];

    /// <summary>True where the constant is passed to a call whose argument of that role it does not belong to.</summary>
    public bool IsForeignTo(LockCall call, ArgumentRole role) => Flag.Api != call.Api || Flag.Role != role;

    public long Value => ConstantMembers.ValueOf(Reference.Field.ConstantValue).Bits.Value;

    /// <summary>True where the constant's number is that of no system.</summary>
    public bool IsMisnumbered => !Flag.Values.Contains(Value);
}
