import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { change, FakeApi, problem } from '../../test/fakeApi';
import { renderPages } from '../../test/renderPages';
import { me } from '../../test/world';

let api: FakeApi;

describe('never capture', () => {
  const list = { version: 'v1', addresses: ['taro@yamada.example'], domains: [] };
  const company = { version: 'v2', addresses: [], domains: ['bank.example'] };

  beforeEach(() => {
    api = new FakeApi().on('GET /me/never-capture', { ...list, company }).on('GET /admin/never-capture', company);
  });

  it('R70 adds a domain to the rep’s list, from the version that was read, with undo', async () => {
    api.on('PUT /me/never-capture', { ...list, domains: ['one.example'], ...change('ch1') });
    renderPages('/settings/never-capture');
    await userEvent.type(await screen.findByLabelText('Address or domain'), 'one.example');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(await screen.findByText(/Mail with one.example is not captured from now on/)).toBeVisible();
    expect(api.of('PUT /me/never-capture')[0]?.body).toEqual({ ...list, domains: ['one.example'] });
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  });

  it('reads a list again that was changed meanwhile, and says what may not stand there', async () => {
    let isFirst = true;
    api.on('PUT /me/never-capture', () => {
      if (!isFirst) return problem(400, 'invalid', { errors: { 'domains[0]': ['own_domain'] } });
      isFirst = false;
      return problem(409, 'version_conflict');
    });
    renderPages('/settings/never-capture');
    await userEvent.type(await screen.findByLabelText('Address or domain'), 'contoso.example');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(await screen.findByText(/your company’s own domain/)).toBeVisible();
    expect(api.of('PUT /me/never-capture')).toHaveLength(2);
  });

  it('lets an admin change the company’s list, a rep only read it', async () => {
    api.on('PUT /admin/never-capture', { ...company, domains: [], ...change('ch1') });
    renderPages('/settings/never-capture', { ...me, role: 'admin' });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove bank.example' }));
    expect(api.of('PUT /admin/never-capture')[0]?.body).toEqual({ ...company, domains: [] });
  });

  it('shows a rep the company’s list without buttons', async () => {
    renderPages('/settings/never-capture');
    expect(await screen.findByText('bank.example')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Remove bank.example' })).not.toBeInTheDocument();
  });
});
