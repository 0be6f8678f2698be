using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Interpretation;

/// <content>What other calls do to files: open, position, read, write, flush and close.</content>
internal sealed partial class Evaluator
{
    private SymbolicValue LengthOf(SymbolicValue stream) =>
        stream.Expression is { File: var file } ? LengthOf(file) : SymbolicValue.Unknown;

    /// <summary>The length of a file as of now; a number as long as no call can have written to it.</summary>
    private SymbolicValue LengthOf(SymbolicExpression file) =>
        _state.Refine(
            SymbolicValue.Of(
                new SymbolicExpression.LengthOf(
                    file,
                    _state.Facts.TryGetValue(new SymbolicExpression.LastWrite(file), out var last) ? last.Expression : null
                )
            )
        );

    private SymbolicValue PositionOf(SymbolicExpression file) =>
        !_state.Facts.TryGetValue(new SymbolicExpression.Cursor(file), out var position)
            ? SymbolicValue.Of(new SymbolicExpression.PositionOf(file, null))
        : position.Expression is SymbolicExpression.Merged or SymbolicExpression.Timestamp
            ? SymbolicValue.Of(new SymbolicExpression.PositionOf(file, position.Expression))
        : position;

    private static bool IsPosition(IPropertyReferenceOperation property) =>
        property.Instance is { } instance && FileApi.EffectOf(property.Property).IsPosition && FileApi.IsStreamOrWriter(instance.Type);

    private SymbolicValue Open(FileOpening opening, CallOperands operands)
    {
        var site = operands.Site;
        var path = (operands[opening.Path] ?? operands.Instance).Expression;
        if (opening.WritesPath && path is not null)
            WritePath(site, path);
        var opened = Opened(site, path);
        var file = opened.Expression!;
        var mode = ModeOf(opening, operands);
        if (mode is FileMode.Create or FileMode.CreateNew or FileMode.Truncate)
            _state = _state.Learn(new SymbolicExpression.LengthOf(file, null), SymbolicValue.Constant(0));
        if (opening.HasPosition)
            _state = _state.Write(
                new SymbolicExpression.Cursor(file),
                mode == FileMode.Append ? SymbolicValue.Of(new SymbolicExpression.LengthOf(file, null)) : SymbolicValue.Constant(0)
            );
        return opened;
    }

    /// <summary>A file that is open from now on, whoever opened it for this body.</summary>
    private SymbolicValue Opened(IOperation site, SymbolicExpression? path)
    {
        var file = new SymbolicExpression.OpenedFile(site, path);
        foreach (var refused in _state.LeakedRefusals(file))
            facts.RecordEndAtExit(refused, LockEndKind.Refused, new Exit(ExitKind.Exception, refused.Site.Syntax.GetLocation()));
        _state = _state.Forget(file);
        _state = _state.Reopen(file);
        return new(KnownBits.Unknown, file, NotZero: site is IObjectCreationOperation || site.Type is { IsReferenceType: true });
    }

    /// <summary>How the file is opened, where the call or the method says so.</summary>
    private static FileMode? ModeOf(FileOpening opening, CallOperands operands) =>
        opening.ModeArgument is not { } chosen ? opening.Mode
        : operands[chosen] is { IsConstant: true, Bits.Value: var mode } ? (FileMode)mode
        : null;

    /// <summary>Notes what a call writes, through a handle or at a path, and what it moves out of a buffer.</summary>
    private void Write(CallEffect effect, CallOperands operands)
    {
        if (effect.WritesThrough is { } written && operands[written] is { } through)
            WriteThrough(operands.Site, through, effect.IsBuffered);
        if (effect.EmptiesBuffer && operands.Instance.Expression is { } flushed)
        {
            Flush(flushed);
            if (effect.Flushes)
                facts.RecordFlush(flushed);
        }

        foreach (var ordinal in effect.WrittenPaths)
        {
            if (operands[ordinal]?.Expression is { } path)
                WritePath(operands.Site, path);
        }
    }

    /// <summary>A file that is given a length has that length until it is written again.</summary>
    private void Resize(CallEffect effect, CallOperands operands)
    {
        if (
            effect.Resizes is { } operand
            && operands[operand]?.Expression?.File is { } file
            && operands[effect.NewLength] is { IsConstant: true } length
        )
            _state = _state.Learn(new SymbolicExpression.LengthOf(file, new SymbolicExpression.Timestamp(operands.Site)), length);
    }

    private SymbolicValue Seek(IOperation site, SymbolicExpression file, SymbolicValue offset, SymbolicValue origin)
    {
        var position = origin switch
        {
            { IsConstant: true, Bits.Value: (long)SeekOrigin.Begin } => offset,
            { IsConstant: true, Bits.Value: (long)SeekOrigin.End } when offset.IsZero => LengthOf(file),
            _ => SymbolicValue.Of(new SymbolicExpression.Timestamp(site)),
        };
        _state = _state.Write(new SymbolicExpression.Cursor(file), position);
        return position;
    }

    /// <summary>Notes what a call reads or writes of a locked file, and where that leaves the position.</summary>
    private void Transfer(FileTransfer transfer, IMethodSymbol? method, CallOperands operands)
    {
        var site = operands.Site;
        if (operands[transfer.File]?.Expression is not { } through)
            return;

        // A reader or writer keeps a buffer of its own: the file's position is not where it reads.
        var file = through.File;
        var isBuffered = through is SymbolicExpression.WrapperStream && !ReferenceEquals(through, file);
        var bytes = method is null ? SymbolicValue.Unknown : BytesOf(method, transfer, operands);
        var start =
            transfer.At is { } at ? operands[at] ?? SymbolicValue.Unknown
            : transfer.Appends ? SymbolicValue.Of(new SymbolicExpression.LengthOf(file, null))
            : transfer.ByPath ? SymbolicValue.Constant(0)
            : PositionOf(file);

        foreach (var hold in _state.HeldLocks)
        {
            if (transfer.ByPath ? through.Equals(hold.File?.Path) : file.Equals(hold.File))
                facts.RecordAccess(hold, new(site, transfer.Size, transfer.IsWrite, start, bytes));
        }

        if (transfer.At is null && !transfer.ByPath)
        {
            _state = _state.Write(
                new SymbolicExpression.Cursor(file),
                transfer.Size == TransferSize.ToEnd || start.Expression is SymbolicExpression.LengthOf ? LengthOf(file)
                    : start.IsConstant && bytes.IsConstant && !isBuffered && transfer.IsWrite
                        ? SymbolicValue.Constant(start.Bits.Value + bytes.Bits.Value)
                    : SymbolicValue.Of(new SymbolicExpression.Timestamp(site))
            );
        }
    }

    private SymbolicValue BytesOf(IMethodSymbol method, FileTransfer transfer, CallOperands operands)
    {
        switch (transfer.Size)
        {
            case TransferSize.Byte:
                return SymbolicValue.Constant(1);
            case TransferSize.Typed:
                var type = transfer.Count is { } typed ? method.Parameters[typed].Type : method.ReturnType;
                return FileTransfer.BytesOf(type) is { } size ? SymbolicValue.Constant(size) : SymbolicValue.Unknown;
            case TransferSize.Counted when transfer.Count is { } count && operands[count] is { } counted:
                return method.Parameters[count].Type.SpecialType is SpecialType.None && counted.Expression is { } buffer
                    ? _state.Refine(SymbolicValue.Of(new SymbolicExpression.LengthOf(buffer, null)))
                    : counted;
            default:
                return SymbolicValue.Unknown;
        }
    }

    /// <summary>A call into code that is not followed may write to the files it is given, and to those that its object knows.</summary>
    private void AssumeFilesChanged(IInvocationOperation site, SymbolicValue instance, ImmutableArray<SymbolicValue> arguments)
    {
        var isOurs = !FileApi.IsFramework(site.TargetMethod);
        var passed = arguments
            .Concat(FileApi.IsStreamOrWriter(site.TargetMethod.ContainingType) ? [] : [instance])
            .Select(a => a.Expression?.File)
            .OfType<SymbolicExpression>()
            .ToList();
        var says = IdentifierWords.StartsWithWriteVerb(site.TargetMethod.Name);
        foreach (var hold in _state.HeldLocks)
        {
            if (
                says
                && hold.File is { } file
                && (
                    passed.Contains(file)
                    || (isOurs && file.Root is SymbolicExpression.This or SymbolicExpression.Member { Instance: null })
                )
            )
                facts.RecordChange(hold);
        }

        var disturbed = _state
            .Facts.Keys.Select(k =>
                k switch
                {
                    SymbolicExpression.Cursor cursor => cursor.Moved,
                    SymbolicExpression.LastWrite write => write.Written,
                    SymbolicExpression.LengthOf length => length.Measured,
                    _ => null,
                }
            )
            .OfType<SymbolicExpression>()
            .Concat(passed.Where(IsFileLike))
            .Concat(_state.HeldLocks.Select(h => h.File).OfType<SymbolicExpression>())
            .Where(f =>
                passed.Contains(f) || (isOurs && (f is not SymbolicExpression.OpenedFile || _state.Shared.Contains(f)) && IsFileLike(f))
            )
            .Distinct()
            .ToList();
        foreach (var file in disturbed)
        {
            _state = _state.Write(new SymbolicExpression.LastWrite(file), SymbolicValue.Of(new SymbolicExpression.Timestamp(site)));
            _state = _state.Write(new SymbolicExpression.Cursor(file), SymbolicValue.Of(new SymbolicExpression.Timestamp(site)));
        }
    }

    private static bool IsFileLike(SymbolicExpression term) =>
        term is SymbolicExpression.OpenedFile or SymbolicExpression.Member or SymbolicExpression.Variable;

    private void Close(IOperation site, SymbolicValue closed)
    {
        if (closed.Expression is not { } term)
            return;

        foreach (var kept in _state.Unflushed)
        {
            if (term.IsOver(kept.Key))
                facts.RecordFlushByClosing(site, kept.Value);
        }

        Flush(term);
        for (; term is SymbolicExpression.WrapperStream over; term = over.Inner)
        {
            if (over.LeavesOpen)
                return;
        }

        foreach (var hold in _state.HeldLocks)
        {
            if (hold.File is { } held && held.DependsOn(term))
            {
                if (hold.IsHandle)
                    RecordUnflushed(hold.Site, hold.Call, hold.File, site);
                facts.RecordClosing(hold, site);
                _state = _state.End(hold, LockEndKind.Closed, site);
            }
            else if (term is SymbolicExpression.OpenedFile { At: { } path })
            {
                Lose(hold, path, site);
            }
        }

        foreach (
            var refused in _state
                .EndedLocks.Where(e => e.Kind == LockEndKind.Refused && term.Equals(e.Lock.File))
                .Select(e => e.Lock)
                .ToList()
        )
            _state = _state.End(refused, LockEndKind.Closed, site);
        _state = _state.Close(term, site);
    }

    /// <summary>Notes that the process closes a descriptor of the file at a path: its own record locks on that file end.</summary>
    private void Lose(HeldLock hold, SymbolicExpression path, IOperation site)
    {
        if (hold is { IsProcessOwned: true, File: { } file } && (path.Equals(file.Path) || IsNameOf(path, file)))
            _state = _state.Lose(hold, site);
    }

    /// <summary>True for the name that a stream gives of its own file.</summary>
    private static bool IsNameOf(SymbolicExpression path, SymbolicExpression file) =>
        path is SymbolicExpression.Member { Instance: { } stream, Symbol: var property }
        && FileApiRows.Names.Contains(property.Name)
        && stream.File.Equals(file);

    private void WriteThrough(IOperation site, SymbolicValue through, bool isBuffered)
    {
        if (through.Expression is not { File: var file } writer)
            return;

        foreach (var hold in _state.HeldLocks)
        {
            if (file.Equals(hold.File))
            {
                facts.RecordWrite(hold, site, _state);
                facts.RecordChange(hold);
            }
        }

        if (isBuffered && Buffering.BufferOf(writer) is { } buffer && !_state.AutoFlushed.Contains(writer))
        {
            if (_state.HeldLocks.IsEmpty)
                facts.RecordUnguardedWrite(buffer);
            else if (file is SymbolicExpression.OpenedFile || _state.HeldLocks.Exists(h => file.Equals(h.File)))
                _state = _state.AddUnflushed(buffer, site);
        }

        var written = new SymbolicExpression.Timestamp(site);
        _state = _state.Forget(written);
        _state = _state.Write(new SymbolicExpression.LastWrite(file), SymbolicValue.Of(written));
    }

    private void Flush(SymbolicExpression writer)
    {
        foreach (var late in _state.UnflushedReleases)
        {
            if (writer.IsOver(late.Writer) && _state.Unflushed.TryGetValue(late.Writer, out var write))
                facts.RecordUnflushed(late.Site, late.Call, late.Site, write, late.Writer);
        }

        _state = _state.Flush(writer);
    }

    /// <summary>
    /// Records what writers still keep when a lock is released: those over its file, and with the last lock those over any file.
    /// </summary>
    private void RecordUnflushed(IOperation site, LockCall call, SymbolicExpression? file, IOperation release)
    {
        foreach (var kept in _state.Unflushed)
        {
            var (writer, write) = (kept.Key, kept.Value);
            if (!writer.File.Equals(file))
            {
                if (_state.HeldLocks.Count == 1 && !_state.HandedOff.Contains(writer.File))
                    facts.RecordUnflushed(site, call, release, write, writer);
            }
            else if (Buffering.SurelyBuffers(writer))
            {
                facts.RecordUnflushed(site, call, release, write, writer);
            }
            else
            {
                facts.RecordPerhapsUnflushed(site, call, release, write, writer);
                _state = _state.AddUnflushedRelease(new(site, call, writer));
            }
        }
    }

    private void WritePath(IOperation site, SymbolicExpression path)
    {
        foreach (var hold in _state.HeldLocks)
        {
            if (path.Equals(hold.File?.Path))
                facts.RecordWrite(hold, site, _state);
        }
    }
}
