// The inner catch turns the refusal into false, then the outer finally still unlocks.
using System;
using System.IO;

namespace Bookmarks.Sync;

public class BookmarkSync
{
    private readonly FileStream _db;
    private Exception? _lastError;

    public BookmarkSync(FileStream db) => _db = db;

    public Exception? LastError => _lastError;

    public bool Sync(Action sync)
    {
        try
        {
            try
            {
                {|LOCK3003:_db.Lock(0, long.MaxValue)|};
            }
            catch (IOException e)
            {
                _lastError = e;
                return false;
            }
            sync();
            return true;
        }
        finally
        {
            _db.Unlock(0, long.MaxValue);
        }
    }
}
