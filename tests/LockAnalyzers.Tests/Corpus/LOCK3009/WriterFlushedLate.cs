// The line is still in the writer when the region is unlocked.
using System;
using System.IO;
using System.Text;

namespace Late;

public sealed class VisitorBook
{
    private readonly FileStream _book;
    private readonly StreamWriter _pen;

    public VisitorBook(FileStream book)
    {
        _book = book;
        _pen = new StreamWriter(book, Encoding.UTF8, 1024, leaveOpen: true);
    }

    public void Sign(string name)
    {
        _book.Lock(0, long.MaxValue);
        try
        {
            _book.Seek(0, SeekOrigin.End);
            _pen.WriteLine(name);
        }
        finally
        {
            {|LOCK3009:_book.Unlock(0, long.MaxValue)|};
        }

        _pen.Flush();
    }
}
