using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Rules.Range;

/// <summary>The arguments of a lock call that state its range, as one location; the whole call where they are not all written.</summary>
internal static class RangeSpan
{
    /// <summary>The arguments that state the length, and for a stream the position with it.</summary>
    public static Location OfLength(LockCall call) =>
        call.Api switch
        {
            LockApi.LockFileEx or LockApi.LockFile => Of(call, ArgumentRole.LengthLow, ArgumentRole.LengthHigh),
            LockApi.FileStream => Of(call, ArgumentRole.Offset, ArgumentRole.Length),
            LockApi.Fcntl => Of(call, ArgumentRole.Record),
            _ => Of(call, ArgumentRole.Length),
        };

    public static Location OfOffset(LockCall call) =>
        call.Api switch
        {
            LockApi.LockFileEx => Of(call, ArgumentRole.Overlapped),
            LockApi.LockFile => Of(call, ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh),
            _ => OfLength(call),
        };

    public static Location OfBoth(LockCall call) =>
        call.Api == LockApi.LockFile
            ? Of(call, ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh, ArgumentRole.LengthLow, ArgumentRole.LengthHigh)
            : OfLength(call);

    private static Location Of(LockCall call, params ArgumentRole[] roles)
    {
        var arguments = roles.Select(call.SyntaxOf).ToList();
        if (!arguments.TrueForAll(a => a is not null))
            return call.Operation.Syntax.GetLocation();

        var span = TextSpan.FromBounds(arguments.Min(a => a!.SpanStart), arguments.Max(a => a!.Span.End));
        return Location.Create(call.Operation.Syntax.SyntaxTree, span);
    }
}
