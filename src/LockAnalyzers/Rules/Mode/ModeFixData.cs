using System.Collections.Immutable;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Rules.Mode;

/// <summary>What a mode rule tells its fix: how to change the flags, the constant or the argument that the diagnostic points at.</summary>
internal sealed record ModeFixData : FixData
{
    public static readonly ModeFixData None = new();

    public static readonly ModeFixData AskingWrapper = new() { Edit = ModeEdit.AskWrapper };

    public ModeEdit Edit { get; private init; }

    /// <summary>The flag to add, or to write in the place of a value; of flags to remove, the one that names them.</summary>
    public LockConstant? Flag { get; private init; }

    /// <summary>The value that is replaced, or the bits that are removed.</summary>
    public long OldValue { get; private init; }

    /// <summary>
    /// The number to write: of <see cref="Flag"/> on the system that the code is for, or of the constant that is renumbered.
    /// </summary>
    public long NewValue { get; private init; }

    /// <summary>The lock call, where the mode is stated outside of its arguments.</summary>
    public Location? Call { get; init; }

    protected override ImmutableArray<(string Name, ImmutableArray<Location> Locations)> Groups =>
        ImmutableArray.Create((nameof(Call), OneOrNone(Call)));

    protected override IEnumerable<(string Name, string Value)> Values
    {
        get
        {
            if (Edit == ModeEdit.None)
                yield break;

            yield return (nameof(Edit), Edit.ToString());
            if (Flag is not null)
                yield return (nameof(Flag), Flag.Name);
            if (Edit is ModeEdit.Replace or ModeEdit.Remove)
                yield return (nameof(OldValue), Text(OldValue));
            if (Edit is ModeEdit.Replace or ModeEdit.Renumber)
                yield return (nameof(NewValue), Text(NewValue));
        }
    }

    public static ModeFixData Adding(LockConstant flag) => new() { Edit = ModeEdit.Add, Flag = flag };

    public static ModeFixData Replacing(long old, LockConstant flag, long value) =>
        new()
        {
            Edit = ModeEdit.Replace,
            Flag = flag,
            OldValue = old,
            NewValue = value,
        };

    public static ModeFixData Removing(LockConstant flag) => Removing(flag.Value) with { Flag = flag };

    public static ModeFixData Removing(long bits) => new() { Edit = ModeEdit.Remove, OldValue = bits };

    public static ModeFixData Renumbering(long value) => new() { Edit = ModeEdit.Renumber, NewValue = value };

    /// <summary>
    /// Reads back what <see cref="FixData.ToProperties"/> wrote; null where the diagnostic asks for no edit, or for one that lacks a part.
    /// </summary>
    public static ModeFixData? TryRead(Diagnostic diagnostic)
    {
        if (NameIn<ModeEdit>(diagnostic, nameof(Edit)) is not { } edit || LocationsIn(diagnostic, nameof(Call)) is not { } call)
            return null;

        var flag = ValueIn(diagnostic, nameof(Flag)) is { } name ? LockConstant.Called(name) : null;
        var (old, @new) = (NumberIn(diagnostic, nameof(OldValue)), NumberIn(diagnostic, nameof(NewValue)));
        var data = (edit, flag, old, @new) switch
        {
            (ModeEdit.AskWrapper, _, _, _) => AskingWrapper,
            (ModeEdit.Add, { }, _, _) => Adding(flag),
            (ModeEdit.Replace, { }, { }, { }) => Replacing(old.Value, flag, @new.Value),
            (ModeEdit.Remove, _, { }, _) => Removing(old.Value) with { Flag = flag },
            (ModeEdit.Renumber, _, _, { }) => Renumbering(@new.Value),
            _ => null,
        };
        return data is null ? null : data with { Call = call.FirstOrDefault() };
    }
}
