using System.Collections.Immutable;
using LockAnalyzers.Recognition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Flow;

/// <content>What other calls do to files: open, position, read, write, flush and close.</content>
internal sealed partial class Evaluator
{
    private Value LengthOf(Value stream) => stream.Term is { File: var file } ? LengthOf(file) : Value.Unknown;

    /// <summary>The length of a file as of now; a number only while nobody else can have written to it.</summary>
    private Value LengthOf(Term file)
    {
        var length = Value.Of(new Term.LengthOf(file, _state.Facts.TryGetValue(new Term.LastWrite(file), out var last) ? last.Term : null));
        return facts.Escapes.Contains(file) ? length : _state.Known(length);
    }

    private Value PositionOf(Term file) =>
        !_state.Facts.TryGetValue(new Term.Cursor(file), out var position) ? Value.Of(new Term.PositionOf(file, null))
        : position.Term is Term.Met or Term.Moment ? Value.Of(new Term.PositionOf(file, position.Term))
        : position;

    private static bool IsPosition(IPropertyReferenceOperation property) =>
        property is { Property.Name: "Position", Instance: { } instance } && FileCalls.IsStreamOrWriter(instance.Type);

    private Value Opened(IOperation site, Value path, ImmutableArray<IArgumentOperation> arguments, ImmutableArray<Value> values)
    {
        var file = new Term.OpenedFile(site, path.Term);
        foreach (var refused in _state.LeftOpen(file))
            facts.EndedAtExit(refused, HoldEnd.Refused, new Exit(ExitKind.Exception, refused.Site.Syntax.GetLocation()));
        _state.Forget(file);
        _state.Reopen(file);
        var mode = ModeOf(site, arguments, values);
        if (mode is FileMode.Create or FileMode.CreateNew or FileMode.Truncate)
            _state.Learn(new Term.LengthOf(file, null), Value.Constant(0));
        if (!site.Type!.Name.Contains("Handle"))
            _state.Write(new Term.Cursor(file), mode == FileMode.Append ? Value.Of(new Term.LengthOf(file, null)) : Value.Constant(0));
        return new(Bits.Unknown, file, NotZero: site is IObjectCreationOperation || site.Type is { IsReferenceType: true });
    }

    /// <summary>How the file is opened, where the call or the method's name says so.</summary>
    private static FileMode? ModeOf(IOperation site, ImmutableArray<IArgumentOperation> arguments, ImmutableArray<Value> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (arguments[i].Parameter?.Type is { Name: "FileMode", ContainingNamespace.Name: "IO" })
                return values[i].IsConstant ? (FileMode)values[i].Bits.Value : null;
        }

        return site is IInvocationOperation { TargetMethod: { Name: "Create" or "CreateText", ContainingType: { Name: "File" or "FileInfo", ContainingNamespace.Name: "IO" } } }
            ? FileMode.Create
            : null;
    }

    /// <summary>Opening a writer on a path writes to the file at that path.</summary>
    private void WriteAt(IOperation site, IMethodSymbol constructor, Value path)
    {
        if (constructor.ContainingType.Name is "StreamWriter" && path.Term is { } name)
            WritePath(site, name);
    }

    private Value Seek(IOperation site, Term file, Value offset, Value origin)
    {
        var position = origin switch
        {
            { IsConstant: true, Bits.Value: (long)SeekOrigin.Begin } => offset,
            { IsConstant: true, Bits.Value: (long)SeekOrigin.End } when offset.IsZero => LengthOf(file),
            _ => Value.Of(new Term.Moment(site)),
        };
        _state.Write(new Term.Cursor(file), position);
        return position;
    }

    /// <summary>Notes what a call reads or writes of a locked file, and where that leaves the position.</summary>
    private void Transfer(IInvocationOperation site, Value instance, ImmutableArray<Value> arguments)
    {
        if (FileTransfers.Of(site.TargetMethod) is not { } transfer
            || (transfer.File < 0 ? instance : ArgumentAt(site, arguments, transfer.File))?.Term is not { } through)
        {
            return;
        }

        // A reader or writer keeps a buffer of its own: the file's position is not where it reads.
        var file = through.File;
        var isBuffered = through is Term.Over && !ReferenceEquals(through, file);
        var bytes = BytesOf(site, transfer, arguments);
        var start = transfer.At is { } at ? ArgumentAt(site, arguments, at) ?? Value.Unknown
            : transfer.Appends ? Value.Of(new Term.LengthOf(file, null))
            : transfer.ByPath ? Value.Constant(0)
            : PositionOf(file);

        foreach (var hold in _state.Holds)
        {
            if (transfer.ByPath ? through.Equals(hold.File?.Path) : file.Equals(hold.File))
                facts.Accessed(hold, new(site, transfer.Size, transfer.IsWrite, start, bytes));
        }

        if (transfer.At is null && !transfer.ByPath)
        {
            _state.Write(
                new Term.Cursor(file),
                transfer.Size == TransferSize.ToEnd || start.Term is Term.LengthOf ? LengthOf(file)
                : start.IsConstant && bytes.IsConstant && !isBuffered && transfer.IsWrite ? Value.Constant(start.Bits.Value + bytes.Bits.Value)
                : Value.Of(new Term.Moment(site)));
        }
    }

    private Value BytesOf(IInvocationOperation site, FileTransfer transfer, ImmutableArray<Value> arguments)
    {
        switch (transfer.Size)
        {
            case TransferSize.Byte:
                return Value.Constant(1);
            case TransferSize.Typed:
                var type = transfer.Count is { } typed ? site.TargetMethod.Parameters[typed].Type : site.TargetMethod.ReturnType;
                return FileTransfers.BytesOf(type) is { } size ? Value.Constant(size) : Value.Unknown;
            case TransferSize.Counted when transfer.Count is { } count && ArgumentAt(site, arguments, count) is { } counted:
                return site.TargetMethod.Parameters[count].Type.SpecialType is SpecialType.None && counted.Term is { } buffer
                    ? _state.Known(Value.Of(new Term.LengthOf(buffer, null)))
                    : counted;
            default:
                return Value.Unknown;
        }
    }

    /// <summary>A call into code that is not followed may write to the files it is given, and to those that its object knows.</summary>
    private void Disturb(IInvocationOperation site, Value instance, ImmutableArray<Value> arguments)
    {
        var isOurs = !FileCalls.IsFramework(site.TargetMethod);
        var passed = arguments.Concat(FileCalls.IsStreamOrWriter(site.TargetMethod.ContainingType) ? [] : [instance]).Select(a => a.Term?.File).OfType<Term>().ToList();
        var says = Words.SaysWrite(site.TargetMethod.Name);
        foreach (var hold in _state.Holds)
        {
            if (says && hold.File is { } file && (passed.Contains(file) || (isOurs && file.Root is Term.This or Term.Member { Instance: null })))
                facts.Changed(hold);
        }

        var disturbed = _state.Facts.Keys
            .Select(k => k switch { Term.Cursor cursor => cursor.Moved, Term.LastWrite write => write.Written, Term.LengthOf length => length.Measured, _ => null })
            .OfType<Term>()
            .Concat(passed.Where(IsFileLike))
            .Concat(_state.Holds.Select(h => h.File).OfType<Term>())
            .Where(f => passed.Contains(f) || (isOurs && (f is not Term.OpenedFile || facts.Escapes.Contains(f)) && IsFileLike(f)))
            .Distinct()
            .ToList();
        foreach (var file in disturbed)
        {
            _state.Write(new Term.LastWrite(file), Value.Of(new Term.Moment(site)));
            _state.Write(new Term.Cursor(file), Value.Of(new Term.Moment(site)));
        }
    }

    private static bool IsFileLike(Term term) => term is Term.OpenedFile or Term.Member or Term.Variable;

    private void Close(IOperation site, Value closed)
    {
        if (closed.Term is not { } term)
            return;

        foreach (var kept in _state.Unflushed)
        {
            if (term.IsOver(kept))
                facts.FlushedByClosing(site, _writes[kept]);
        }

        Flush(term);
        for (; term is Term.Over over; term = over.Inner)
        {
            if (over.LeavesOpen)
                return;
        }

        foreach (var hold in _state.Holds)
        {
            if (hold.File is { } held && held.DependsOn(term))
            {
                if (hold.IsHandle)
                    NoteUnflushed(hold.Site, hold.Call, hold.File, site);
                facts.ClosedWhileHeld(hold, site);
                _state.End(hold, HoldEnd.Closed, site);
            }
        }

        foreach (var refused in _state.Ended.Where(e => e.Value.End == HoldEnd.Refused && term.Equals(e.Key.File)).Select(e => e.Key).ToList())
            _state.End(refused, HoldEnd.Closed, site);
        _state.Close(term, site);
    }

    private void WriteThrough(IOperation site, Value through, bool isBuffered)
    {
        if (through.Term is not { File: var file } writer)
            return;

        foreach (var hold in _state.Holds)
        {
            if (file.Equals(hold.File))
            {
                facts.WrittenWhileHeld(hold, site, _state);
                facts.Changed(hold);
            }
        }

        if (isBuffered && FileCalls.BufferOf(writer) is { } buffer && !_autoFlushed.Contains(writer))
        {
            if (_state.Holds.IsEmpty)
                facts.WrittenUnguarded(buffer);
            else if (file is Term.OpenedFile || _state.Holds.Exists(h => file.Equals(h.File)))
                KeepUnflushed(buffer, site);
        }

        var written = new Term.Moment(site);
        _state.Forget(written);
        _state.Write(new Term.LastWrite(file), Value.Of(written));
    }

    private void KeepUnflushed(Term buffer, IOperation write)
    {
        _state.KeepUnflushed(buffer);
        _writes[buffer] = write;
    }

    private void Flush(Term writer)
    {
        foreach (var (site, release, late) in _flushedLate)
        {
            if (_state.Unflushed.Contains(late) && writer.IsOver(late))
                facts.ReleasedUnflushed(site, release, site, _writes[late], late);
        }

        _state.Flush(writer);
    }

    /// <summary>Notes what writers still keep to themselves when a lock is released: those over its file, and with the last lock those over any file.</summary>
    private void NoteUnflushed(IOperation site, LockCall call, Term? file, IOperation release)
    {
        foreach (var writer in _state.Unflushed)
        {
            if (!writer.File.Equals(file))
            {
                if (_state.Holds.Count == 1 && !_state.HandedOff.Contains(writer.File))
                    facts.ReleasedUnflushed(site, call, release, _writes[writer], writer);
            }
            else if (FileCalls.SurelyBuffers(writer) || _flushed.Contains(writer))
            {
                facts.ReleasedUnflushed(site, call, release, _writes[writer], writer);
            }
            else
            {
                _flushedLate.Add((site, call, writer));
            }
        }
    }

    private void WritePath(IOperation site, Term path)
    {
        foreach (var hold in _state.Holds)
        {
            if (path.Equals(hold.File?.Path))
                facts.WrittenWhileHeld(hold, site, _state);
        }
    }
}
