using System.Collections.Immutable;
using LockAnalyzers.Interpretation.Semantics;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>A call of fcntl that macOS runs, and what of it is as Linux has it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Numbers">The command and lock type that mean something else there.</param>
/// <param name="Record">The lock record with the layout of Linux; null where it has that of macOS, or another.</param>
/// <param name="HasFixedArguments">True where the third argument is declared as if fcntl were not variadic.</param>
/// <param name="OnlyMacOS">True where no other system runs the call.</param>
internal sealed record MacOSFcntl(
    LockCallFacts Call,
    ImmutableArray<ForeignNumber> Numbers,
    ITypeSymbol? Record,
    bool HasFixedArguments,
    bool OnlyMacOS
)
{
    private const int PointerSize = 8;

    /// <summary>The verdict on a call; null where the code does not say that macOS runs it, or where it is right there.</summary>
    public static MacOSFcntl? Of(LockCallFacts call, SystemClaims claims)
    {
        var native = call.Call.Operation.TargetMethod;
        if (call.Api != LockApi.Fcntl || NativeImport.Of(native) is not { EntryPoint: "fcntl", IsOfMono: false } || !LocksOrTests(call))
            return null;
        if (claims.At(call.Call.Operation.Syntax, call.Member, native) is not { SaysMacOS: true } claim)
            return null;

        var verdict = new MacOSFcntl(
            call,
            ForeignNumbers(call).ToImmutableArray(),
            LinuxRecord(native),
            call.Call.Function == LockFunction.Fcntl && !claim.AsksForProcessor && !IdentifierWords.MentionsProcessor(native.Name),
            claim.Possible == LockSystem.MacOS
        );
        return verdict is { Numbers.IsEmpty: true, Record: null, HasFixedArguments: false } ? null : verdict;
    }

    /// <summary>
    /// True for a lock command of any system: fcntl does much else. A command that is chosen at run time comes with a lock record.
    /// </summary>
    private static bool LocksOrTests(LockCallFacts call) =>
        ValueOf(call.Arguments[ArgumentRole.Command]) is { } command
            ? Array.Exists(FcntlNumbers.All, n => n.HasCommand(command))
            : LayoutComparison.IsFlock(RecordType(call.Call.Operation.TargetMethod));

    private static IEnumerable<ForeignNumber> ForeignNumbers(LockCallFacts call)
    {
        var command = LinuxCommand(call);
        if (command is not null)
            yield return command;
        if (
            call.Arguments.Sources.TryGetValue(ArgumentRole.LockType, out var source)
            && ValueOf(call.Arguments[ArgumentRole.LockType]) is { } type
            && FcntlNumbers.Linux.TypeOn(FcntlNumbers.MacOS, type) is { } right
            && right != type
            && (type == FcntlNumbers.Linux.Read || command is not null || NamedAfter(source, LockConstant.FWrLck))
        )
            yield return new(source, type == FcntlNumbers.Linux.Read ? LockConstant.FRdLck.Name : LockConstant.FWrLck.Name, type, right);
    }

    /// <summary>
    /// The command, where it is one of Linux and none of macOS. 7 is one of both: only its name tells that waiting is meant.
    /// </summary>
    private static ForeignNumber? LinuxCommand(LockCallFacts call)
    {
        if (call.Call[ArgumentRole.Command] is not { } source || ValueOf(call.Arguments[ArgumentRole.Command]) is not { } command)
            return null;

        var linux = Array.Find([FcntlNumbers.Linux, FcntlNumbers.LargeFile], n => n.HasCommand(command));
        if (linux is null || (FcntlNumbers.MacOS.HasCommand(command) && !NamedAfter(source, LockConstant.FSetLkW)))
            return null;

        var right = linux.CommandOn(FcntlNumbers.MacOS, command);
        var name = LockConstant.CommandOnMacOS(right)?.Name ?? "the command";
        return new(source, name, command, right);
    }

    private static bool NamedAfter(IOperation source, LockConstant constant) => LockConstantUse.In(source).Any(use => use.Flag == constant);

    private static ITypeSymbol? LinuxRecord(IMethodSymbol native)
    {
        var type = RecordType(native);
        return
            LayoutComparison.Matches(type, NativeStruct.LinuxFlock, PointerSize)
            && !LayoutComparison.Matches(type, NativeStruct.MacOSFlock, PointerSize)
            ? type
            : null;
    }

    private static ITypeSymbol RecordType(IMethodSymbol native) =>
        native.Parameters.Last().Type is IPointerTypeSymbol { PointedAtType: var pointee } ? pointee : native.Parameters.Last().Type;

    private static long? ValueOf(SymbolicValue value) => value.IsConstant ? (long)value.Bits.Value : null;
}
