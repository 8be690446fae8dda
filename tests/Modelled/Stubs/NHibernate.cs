// Written from the source of NHibernate 5.
namespace NHibernate;

public interface ITransaction : IDisposable
{
    void Commit();

    Task CommitAsync(CancellationToken cancellationToken = default);

    void Rollback();
}

public interface ISession : IDisposable
{
    ITransaction BeginTransaction();

    void Flush();

    Task FlushAsync(CancellationToken cancellationToken = default);

    object Save(object obj);

    Task<object> SaveAsync(object obj, CancellationToken cancellationToken = default);

    void SaveOrUpdate(object obj);

    Task SaveOrUpdateAsync(object obj, CancellationToken cancellationToken = default);

    void Update(object obj);

    Task UpdateAsync(object obj, CancellationToken cancellationToken = default);

    void Delete(object obj);

    Task DeleteAsync(object obj, CancellationToken cancellationToken = default);

    void Persist(object obj);

    Task PersistAsync(object obj, CancellationToken cancellationToken = default);

    T Merge<T>(T obj) where T : class;

    Task<T> MergeAsync<T>(T obj, CancellationToken cancellationToken = default) where T : class;
}

public interface IStatelessSession : IDisposable
{
    object Insert(object entity);

    Task<object> InsertAsync(object entity, CancellationToken cancellationToken = default);

    void Update(object entity);

    Task UpdateAsync(object entity, CancellationToken cancellationToken = default);

    void Delete(object entity);

    Task DeleteAsync(object entity, CancellationToken cancellationToken = default);
}

public interface IQuery
{
    int ExecuteUpdate();

    Task<int> ExecuteUpdateAsync(CancellationToken cancellationToken = default);
}
