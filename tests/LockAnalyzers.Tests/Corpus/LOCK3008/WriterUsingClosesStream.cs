// The using of the StreamWriter closes the stream, then Unlock throws ObjectDisposedException.
using System.IO;

namespace Guestbook.Entries;

public static class Guestbook
{
    public static void Sign(FileStream book, string name)
    {
        book.Lock(0, long.MaxValue);
        try
        {
            book.Seek(0, SeekOrigin.End);
            using (var writer = new StreamWriter(book))
            {
                writer.WriteLine(name);
            }
        }
        finally
        {
            {|LOCK3008:book.Unlock(0, long.MaxValue)|};
        }
    }
}
