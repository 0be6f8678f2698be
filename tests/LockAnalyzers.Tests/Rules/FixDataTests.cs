using System.Collections.Immutable;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Rules;
using LockAnalyzers.Rules.Declaration;
using LockAnalyzers.Rules.Migration;
using LockAnalyzers.Rules.Mode;
using LockAnalyzers.Rules.Range;
using LockAnalyzers.Rules.Release;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>What a rule writes into a diagnostic, its fix reads back; what somebody else writes is refused, never an exception.</summary>
public sealed class FixDataTests
{
    private static readonly SyntaxTree s_tree = CSharpSyntaxTree.ParseText(new string(' ', 100), path: "Code.cs");

    private static readonly DiagnosticDescriptor s_descriptor = new("TEST", "t", "m", "c", DiagnosticSeverity.Warning, true);

    public static TheoryData<string> ModeEdits => [.. Modes.Keys];

    private static Dictionary<string, ModeFixData> Modes { get; } =
        new()
        {
            ["add"] = ModeFixData.Adding(LockConstant.LockNb),
            ["replace"] = ModeFixData.Replacing(-1, LockConstant.FWrLck, 3),
            ["remove a flag"] = ModeFixData.Removing(LockConstant.LockfileFailImmediately),
            ["remove bits"] = ModeFixData.Removing(-1),
            ["renumber"] = ModeFixData.Renumbering(0x80),
            ["ask the wrapper"] = ModeFixData.AskingWrapper,
        };

    [Theory]
    [MemberData(nameof(ModeEdits))]
    public void Mode_is_read_as_it_was_written(string edit)
    {
        var told = Modes[edit] with { Call = At(7) };

        Assert.Equal(told, ModeFixData.TryRead(Diagnosed(told with { Story = [At(3)] })));
        Assert.Equal(Modes[edit], ModeFixData.TryRead(Diagnosed(Modes[edit])));
    }

    [Fact]
    public void No_edit_is_no_data() => Assert.Null(ModeFixData.TryRead(Diagnosed(ModeFixData.None with { Story = [At(3)] })));

    [Theory]
    [InlineData(nameof(HalfProblem.None), false, false)]
    [InlineData(nameof(HalfProblem.Swapped), true, false)]
    [InlineData(nameof(HalfProblem.Repeated), false, true)]
    public void Range_is_read_as_it_was_written(string problem, bool isOffsetWrong, bool isOffsetZero)
    {
        var told = new RangeFixData
        {
            Partners = [At(5), At(1)],
            Problem = Enum.Parse<HalfProblem>(problem),
            IsOffsetWrong = isOffsetWrong,
            IsOffsetZero = isOffsetZero,
        };

        var read = RangeFixData.TryRead(Diagnosed(told))!;

        Assert.Equal(told.Partners, read.Partners);
        Assert.Equal(told with { Partners = [] }, read with { Partners = [] });
    }

    [Fact]
    public void Release_is_read_as_it_was_written()
    {
        var told = new ReleaseFixData
        {
            Story = [At(9)],
            Opening = At(1),
            Exits = [At(9), At(20)],
            Releases = [At(30), At(10)],
            Closings = [At(40)],
            BufferedWrite = At(50),
        };

        var diagnostic = Diagnosed(told);
        var read = ReleaseFixData.TryRead(diagnostic)!;

        Assert.Equal((told.Opening, told.BufferedWrite), (read.Opening, read.BufferedWrite));
        Assert.Equal(told.Exits, read.Exits);
        Assert.Equal(told.Releases, read.Releases);
        Assert.Equal(told.Closings, read.Closings);
        Assert.Equal([At(9), At(1), At(20), At(30), At(10), At(40), At(50)], diagnostic.AdditionalLocations);
        Assert.Equal(new ReleaseFixData(), ReleaseFixData.TryRead(Diagnosed(new ReleaseFixData { Story = [At(3)] })));
    }

    [Fact]
    public void Declaration_is_read_as_it_was_written()
    {
        var told = new DeclarationFixData
        {
            Story = [At(9)],
            Edit = DeclarationEdit.ChangeType,
            Declaration = At(1),
            Places = [At(9), At(20)],
            Replacement = "long",
            Parameter = 2,
        };

        var diagnostic = Diagnosed(told);
        var read = DeclarationFixData.TryRead(diagnostic)!;

        Assert.Equal(told.Places, read.Places);
        Assert.Equal(told with { Places = [], Story = [] }, read with { Places = [] });
        Assert.Equal([At(9), At(1), At(20)], diagnostic.AdditionalLocations);
        Assert.Null(DeclarationFixData.TryRead(Diagnosed(DeclarationFixData.None with { Story = [At(3)] })));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Migration_is_read_as_it_was_written(bool isShared)
    {
        var told = new MigrationFixData
        {
            Releases = [At(30), At(10)],
            Opening = At(1),
            IsShared = isShared,
        };

        var read = MigrationFixData.TryRead(Diagnosed(told))!;

        Assert.Equal(told.Releases, read.Releases);
        Assert.Equal((told.Opening, isShared), (read.Opening, read.IsShared));
        Assert.Null(MigrationFixData.TryRead(Diagnosed(new MigrationFixData { Opening = At(1) })));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("0,")]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("0, 1")]
    [InlineData("99999999999999999999")]
    public void Indices_of_no_location_are_refused(string indices)
    {
        Assert.Null(ReleaseFixData.TryRead(Foreign(("Releases", indices))));
        Assert.Null(ReleaseFixData.TryRead(Foreign(("Opening", indices))));
        Assert.Null(RangeFixData.TryRead(Foreign(("Partners", indices))));
        Assert.Null(DeclarationFixData.TryRead(Foreign(("Edit", "ChangeType"), ("Places", indices))));
        Assert.Null(ModeFixData.TryRead(Foreign(("Edit", "AskWrapper"), ("Call", indices))));
    }

    [Fact]
    public void Locations_that_no_property_names_are_refused_where_all_must_be_changed_together() =>
        Assert.Null(RangeFixData.TryRead(Foreign(("Partners", "0"))));

    [Fact]
    public void One_place_is_not_read_from_several() => Assert.Null(ReleaseFixData.TryRead(Foreign(("Opening", "0,1"))));

    [Theory]
    [InlineData("Edit", "5")]
    [InlineData("Edit", "add")]
    [InlineData("Edit", "Add")]
    [InlineData("Edit", "Add", "Flag", "LOCK_OTHER")]
    [InlineData("Edit", "Remove")]
    [InlineData("Edit", "Remove", "OldValue", "0x2")]
    [InlineData("Edit", "Replace", "Flag", "LOCK_EX", "OldValue", "1")]
    [InlineData("Edit", "Replace", "Flag", "LOCK_EX", "NewValue", "1")]
    [InlineData("Edit", "Renumber", "NewValue", "")]
    [InlineData("Flag", "LOCK_EX")]
    public void Edits_that_lack_a_part_are_refused(params string[] parts) =>
        Assert.Null(ModeFixData.TryRead(Foreign([.. parts.Chunk(2).Select(p => (p[0], p[1]))])));

    [Fact]
    public void Problems_that_do_not_exist_are_none() =>
        Assert.Equal(HalfProblem.None, RangeFixData.TryRead(Foreign(("Partners", "0,1"), ("Problem", "7")))!.Problem);

    private static Diagnostic Diagnosed(FixData data) => Diagnostic.Create(s_descriptor, At(0), data.Locations, data.ToProperties());

    /// <summary>A diagnostic with two additional locations and the properties that somebody wrote.</summary>
    private static Diagnostic Foreign(params (string Name, string Value)[] properties) =>
        Diagnostic.Create(s_descriptor, At(0), [At(1), At(2)], properties.ToImmutableDictionary(p => p.Name, p => (string?)p.Value));

    private static Location At(int start) => Location.Create(s_tree, new TextSpan(start, 1));
}
